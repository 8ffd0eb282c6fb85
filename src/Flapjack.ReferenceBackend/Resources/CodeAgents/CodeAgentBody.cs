using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>Reads and checks the bodies of <c>/api/code-agents</c>. The contract shows the fields of the answer; the limits and defaults are ours.</summary>
internal static partial class CodeAgentBody
{
    private const string DefaultModel = "auto";
    private const int MaxName = 200;
    private const int MaxRef = 255;

    public static (string? OrgId, CodeAgentDocument Document) Create(BodyReader body)
    {
        var orgId = body.Uuid("orgId", "INVALID_ORG_ID");
        return (orgId, new()
        {
            Name = Name(body),
            Description = Description(body),
            ModelId = Model(body) ?? DefaultModel,
            ModelParams = body.JsonObject("modelParams", "INVALID_MODEL_PARAMS"),
            DefaultRepoUrl = RepoUrl(body, "defaultRepoUrl", "INVALID_DEFAULT_REPO_URL"),
            DefaultStartingRef = StartingRef(body, "defaultStartingRef", "INVALID_DEFAULT_STARTING_REF"),
            AutoCreatePr = body.Flag("autoCreatePr", "INVALID_AUTO_CREATE_PR") ?? false,
            WorkOnCurrentBranch = body.Flag("workOnCurrentBranch", "INVALID_WORK_ON_CURRENT_BRANCH") ?? false,
            SkipReviewerRequest = body.Flag("skipReviewerRequest", "INVALID_SKIP_REVIEWER_REQUEST") ?? false,
            Preamble = Preamble(body),
        });
    }

    /// <summary>The fields that were sent. Null empties a field; a name, a model and a flag can't be emptied.</summary>
    public static JsonObject Patch(BodyReader body) => body.Sent(
        ("name", Name),
        ("description", Description),
        ("modelId", sent => Model(sent) ?? throw Refusal.Invalid("INVALID_MODEL_ID", $"modelId must be a string; '{DefaultModel}' leaves the choice to the service.")),
        ("modelParams", sent => sent.JsonObject("modelParams", "INVALID_MODEL_PARAMS")),
        ("defaultRepoUrl", sent => RepoUrl(sent, "defaultRepoUrl", "INVALID_DEFAULT_REPO_URL")),
        ("defaultStartingRef", sent => StartingRef(sent, "defaultStartingRef", "INVALID_DEFAULT_STARTING_REF")),
        ("autoCreatePr", sent => sent.RequiredFlag("autoCreatePr", "INVALID_AUTO_CREATE_PR")),
        ("workOnCurrentBranch", sent => sent.RequiredFlag("workOnCurrentBranch", "INVALID_WORK_ON_CURRENT_BRANCH")),
        ("skipReviewerRequest", sent => sent.RequiredFlag("skipReviewerRequest", "INVALID_SKIP_REVIEWER_REQUEST")),
        ("preamble", Preamble));

    /// <summary>A repository on GitHub; null for none.</summary>
    public static string? RepoUrl(BodyReader body, string name, string code)
    {
        var url = body.Text(name, code);
        return url is null || GitHubRepository().IsMatch(url) ? url : throw Refusal.Invalid(code, $"{name} must be https://github.com/owner/repo.");
    }

    /// <summary>A branch, tag or commit; null for none.</summary>
    public static string? StartingRef(BodyReader body, string name, string code)
    {
        var start = body.Text(name, code, MaxRef);
        return start is null || GitRef().IsMatch(start) ? start : throw Refusal.Invalid(code, $"{name} must be a branch, tag or commit, without spaces.");
    }

    /// <summary>The id of a model; null when it is absent.</summary>
    public static string? Model(BodyReader body)
    {
        var model = body.Text("modelId", "INVALID_MODEL_ID", MaxName);
        return model is null || model.Trim().Length > 0 ? model : throw Refusal.Invalid("INVALID_MODEL_ID", "modelId must not be blank.");
    }

    private static string Name(BodyReader body) => body.RequiredText("name", "INVALID_NAME", MaxName);

    private static string? Description(BodyReader body) => body.Text("description", "INVALID_DESCRIPTION");

    private static string? Preamble(BodyReader body) => body.Text("preamble", "INVALID_PREAMBLE");

    [GeneratedRegex(@"\Ahttps://github\.com/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\z")]
    private static partial Regex GitHubRepository();

    [GeneratedRegex(@"\A[^-\s\p{C}][^\s\p{C}]*\z")]
    private static partial Regex GitRef();
}
