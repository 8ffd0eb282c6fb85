using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The model calls tools that the caller has to run; always the last event. The turn goes on once the results are sent.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>requires_action</c>.</remarks>
public sealed record ChatRequiresActionEvent : ChatEvent
{
    /// <summary>The calls; empty if there are none.</summary>
    [JsonPropertyName("toolCalls")]
    public IReadOnlyList<ToolCall> ToolCalls { get => field ?? []; init => field = value?.Contains(null!) == true ? [.. value.Where(call => call is not null)] : value; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "requires_action";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
