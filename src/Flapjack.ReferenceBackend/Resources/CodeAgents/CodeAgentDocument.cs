using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>What a code agent says of itself.</summary>
internal sealed record CodeAgentDocument
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("model_id")]
    public string? ModelId { get; init; }

    [JsonPropertyName("model_params")]
    public JsonElement? ModelParams { get; init; }

    [JsonPropertyName("default_repo_url")]
    public string? DefaultRepoUrl { get; init; }

    [JsonPropertyName("default_starting_ref")]
    public string? DefaultStartingRef { get; init; }

    [JsonPropertyName("auto_create_pr")]
    public bool AutoCreatePr { get; init; }

    [JsonPropertyName("work_on_current_branch")]
    public bool WorkOnCurrentBranch { get; init; }

    [JsonPropertyName("skip_reviewer_request")]
    public bool SkipReviewerRequest { get; init; }

    [JsonPropertyName("preamble")]
    public string? Preamble { get; init; }

    /// <summary>The id of the user who created it; null if a key did.</summary>
    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
