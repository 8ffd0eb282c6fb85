using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>A memory, as the answers of the tools show it.</summary>
/// <param name="Id">The id, which no other memory ever gets.</param>
/// <param name="Scope">Where it counts: <c>agent</c>, <c>thread</c> or <c>resource</c>.</param>
/// <param name="Resource">The resource that it is about; null for the other scopes.</param>
/// <param name="Text">What is remembered.</param>
/// <param name="CreatedAt">When it was stored first.</param>
internal sealed record MemoryRow(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("resource"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Resource,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt);
