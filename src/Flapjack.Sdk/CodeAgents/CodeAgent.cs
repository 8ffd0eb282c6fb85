using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A code agent: a template for sessions that change a repository on GitHub.</summary>
/// <remarks><c>GET /api/code-agents/{codeAgentId}</c></remarks>
public record CodeAgent
{
    /// <summary>The code agent's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it is for; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The model that its sessions use. <c>auto</c> leaves the choice to the service.</summary>
    [JsonPropertyName("model_id")]
    public string? ModelId { get; init; }

    /// <summary>Settings of the model, as the service sent them, because it does not document them; null for none.</summary>
    [JsonPropertyName("model_params")]
    public JsonElement? ModelParams { get; init; }

    /// <summary>The repository that a session works on if it names no other, <c>https://github.com/owner/repo</c>; null for none.</summary>
    [JsonPropertyName("default_repo_url")]
    public string? DefaultRepoUrl { get; init; }

    /// <summary>The branch, tag or commit that a session starts from if it names no other; null for none.</summary>
    [JsonPropertyName("default_starting_ref")]
    public string? DefaultStartingRef { get; init; }

    /// <summary>Whether a session opens a pull request with its changes.</summary>
    [JsonPropertyName("auto_create_pr")]
    public bool? AutoCreatePr { get; init; }

    /// <summary>Whether a session commits to the branch that it started from, and not to a new branch.</summary>
    [JsonPropertyName("work_on_current_branch")]
    public bool? WorkOnCurrentBranch { get; init; }

    /// <summary>Whether a session's pull request asks nobody for a review.</summary>
    [JsonPropertyName("skip_reviewer_request")]
    public bool? SkipReviewerRequest { get; init; }

    /// <summary>What every session is told before its prompt; null for nothing.</summary>
    [JsonPropertyName("preamble")]
    public string? Preamble { get; init; }

    /// <summary>The id of the user who created it; null when no user did.</summary>
    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
