using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A code agent to create. The service chooses what is null.</summary>
/// <remarks><c>POST /api/code-agents</c></remarks>
public record CreateCodeAgentRequest
{
    /// <summary>The code agent's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What it is for; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The model that its sessions use; null for <c>auto</c>, which leaves the choice to the service.</summary>
    [JsonPropertyName("modelId")]
    public string? ModelId { get; init; }

    /// <summary>Settings of the model, which the service does not document; null for none.</summary>
    [JsonPropertyName("modelParams")]
    public JsonElement? ModelParams { get; init; }

    /// <summary>The repository that a session works on if it names no other, <c>https://github.com/owner/repo</c>; null for none.</summary>
    [JsonPropertyName("defaultRepoUrl")]
    public string? DefaultRepoUrl { get; init; }

    /// <summary>The branch, tag or commit that a session starts from if it names no other; null for none.</summary>
    [JsonPropertyName("defaultStartingRef")]
    public string? DefaultStartingRef { get; init; }

    /// <summary>Whether a session opens a pull request with its changes.</summary>
    [JsonPropertyName("autoCreatePr")]
    public bool? AutoCreatePr { get; init; }

    /// <summary>Whether a session commits to the branch that it started from, and not to a new branch.</summary>
    [JsonPropertyName("workOnCurrentBranch")]
    public bool? WorkOnCurrentBranch { get; init; }

    /// <summary>Whether a session's pull request asks nobody for a review.</summary>
    [JsonPropertyName("skipReviewerRequest")]
    public bool? SkipReviewerRequest { get; init; }

    /// <summary>What every session is told before its prompt; null for nothing.</summary>
    [JsonPropertyName("preamble")]
    public string? Preamble { get; init; }

    /// <summary>The organization to create it in, a UUID, for callers who belong to several; null for the caller's own.</summary>
    [JsonPropertyName("orgId")]
    public string? OrgId { get; init; }
}
