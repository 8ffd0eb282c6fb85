using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a run is started with.</summary>
/// <remarks><c>POST /api/runners/{runnerId}/runs</c></remarks>
internal sealed record RunInput
{
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }
}
