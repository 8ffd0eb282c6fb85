using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A runner to create.</summary>
/// <remarks><c>POST /api/runners</c></remarks>
public record CreateRunnerRequest
{
    /// <summary>The runner's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What the runner does; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The default model of the steps, for example <c>gpt-5.4</c>; null for the service's default.</summary>
    [JsonPropertyName("defaultModel")]
    public string? DefaultModel { get; init; }

    /// <summary>The JSON Schema of the input of a run; null for none.</summary>
    [JsonPropertyName("inputSchema")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>
    /// How many runs run at the same time, 1 to 100; further runs wait, and the oldest is the next. Null for the default, which is 10. Only the reference
    /// backend documents it.
    /// </summary>
    [JsonPropertyName("maxConcurrentRuns")]
    public int? MaxConcurrentRuns { get; init; }
}
