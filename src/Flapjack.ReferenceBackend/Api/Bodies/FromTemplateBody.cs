using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Agents;
using LocalComputers.Computers;
using LocalComputers.Computers.Templates;
using LocalComputers.Shells;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks the body of <c>POST /api/agents/from-template</c>, each rule with the code that the contract gives it.</summary>
internal static partial class FromTemplateBody
{
    private const int MaxName = 200;
    private const int MaxExternalAppId = 255;

    public static FromTemplateRequest Read(BodyReader body, string? idempotencyKey)
    {
        var size = ReadSize(body);
        var name = ReadName(body);
        var webhookUrl = body.Text("webhookUrl", "INVALID_WEBHOOK_URL");
        var app = ReadExternalAppId(body, idempotencyKey);
        var repo = body.Object("repo", "INVALID_REPO_URL", "an object with a url", ReadRepo);
        var envVars = EnvVarsBody.Read(body);
        return new(name, webhookUrl, app, new(ReadTemplate(body), repo, envVars, Sizes.MeasuresOf(size)));
    }

    private static string? ReadName(BodyReader body)
    {
        var name = body.Text("name", "INVALID_NAME", MaxName);
        return name is null || name.Trim().Length > 0 ? name : throw Refusal.Invalid("INVALID_NAME", "name must not be blank; leave it out to be given one.");
    }

    private static TemplateRecipe ReadTemplate(BodyReader body) =>
        TemplateCatalog.Find(body.RequiredOneOf("template", "INVALID_TEMPLATE", [.. TemplateCatalog.All.Select(recipe => recipe.Name)]))!;

    private static Repo ReadRepo(BodyReader repo)
    {
        const string Code = "INVALID_REPO_URL";
        var url = repo.Text("url", Code);
        var branch = repo.Text("branch", "INVALID_REPO_BRANCH", MaxName);
        var installCmd = repo.Text("installCmd", "INVALID_INSTALL_CMD");
        if (url is null || !RepoUrl().IsMatch(url))
        {
            throw Refusal.Invalid(Code, "repo.url must be https://github.com/owner/repo.");
        }

        if (branch is not null && !BranchName().IsMatch(branch))
        {
            throw Refusal.Invalid("INVALID_REPO_BRANCH", "repo.branch must be the name of a branch; it may not start with '-' or hold spaces or control characters.");
        }

        return installCmd is null || ShellCommand.Fits(installCmd)
            ? new(url, branch, installCmd)
            : throw Refusal.Invalid("INVALID_INSTALL_CMD", $"repo.installCmd is too long: it takes at most {ShellCommand.MaxBytes} bytes of UTF-8.");
    }

    private static Size ReadSize(BodyReader body) => body.Text("sizeClass", "INVALID_SIZE_CLASS") switch
    {
        null => Sizes.Default,
        { } name when Sizes.Find(name) is { } size => size,
        _ => throw Refusal.Invalid("INVALID_SIZE_CLASS", "sizeClass must be small, medium or large."),
    };

    // The header repeats the field of the body. If only the header is there, it counts as the field.
    private static string? ReadExternalAppId(BodyReader body, string? idempotencyKey)
    {
        var id = body.Text("externalAppId", "INVALID_EXTERNAL_APP_ID", MaxExternalAppId);
        if ((id is not null && string.IsNullOrWhiteSpace(id)) || idempotencyKey is { Length: 0 or > MaxExternalAppId })
        {
            throw Refusal.Invalid("INVALID_EXTERNAL_APP_ID", $"externalAppId and Idempotency-Key must have 1 to {MaxExternalAppId} characters that are not all blanks.");
        }

        // A header arrives without blanks at its beginning and end.
        return id is null || idempotencyKey is null || id.AsSpan().Trim(" \t").SequenceEqual(idempotencyKey.AsSpan().Trim(" \t"))
            ? id ?? idempotencyKey
            : throw Refusal.Invalid("IDEMPOTENCY_KEY_MISMATCH", "The header Idempotency-Key must equal externalAppId.");
    }

    // The names of managed users have an underscore, for example acme_corp. Without its .git, the name of a repository is never empty and never consists of dots, which would name another folder.
    [GeneratedRegex(@"\Ahttps://github\.com/[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{0,2}(?:\.git)?\z)[A-Za-z0-9._-]+\z")]
    private static partial Regex RepoUrl();

    [GeneratedRegex(@"\A[^-\s\p{C}][^\s\p{C}]*\z")]
    private static partial Regex BranchName();
}
