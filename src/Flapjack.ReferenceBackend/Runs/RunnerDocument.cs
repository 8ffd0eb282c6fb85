using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What a runner says of itself. Its model is null when the model is this backend's default.</summary>
internal sealed record RunnerDocument
{
    public const int DefaultMaxConcurrentRuns = 10;

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("default_model")]
    public string? DefaultModel { get; init; }

    [JsonPropertyName("input_schema")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>How many of its runs run at once; null for the default. The field is ours.</summary>
    [JsonPropertyName("max_concurrent_runs")]
    public int? MaxConcurrentRuns { get; init; }

    [JsonPropertyName("project_id")]
    public string? ProjectId { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
