using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A tool of yours has ended: what it returned, or what went wrong, as the agent will be told.</summary>
/// <remarks>
/// The client makes this event itself, one for each call that it runs, in the order in which the calls end. It never comes from the service: an event
/// that a server names <c>client_tool</c> is an <see cref="UnknownChatEvent"/>.
/// </remarks>
public sealed record ChatClientToolEvent : ChatEvent
{
    internal const string Name = "client_tool";

    /// <summary>The call, as it stands in <see cref="ChatRequiresActionEvent.ToolCalls"/>.</summary>
    [JsonPropertyName("call")]
    public ToolCall Call { get => field ?? new(); init; }

    /// <summary>What the agent is told: the text that the tool returned; after a failure, an object whose <c>error</c> is a sentence.</summary>
    [JsonPropertyName("result")]
    public JsonElement? Result { get; init; }

    /// <summary>What went wrong; null if the tool returned its result.</summary>
    [JsonPropertyName("failure")]
    public ChatToolFailure? Failure { get; init; }

    /// <summary>How long the tool ran, in milliseconds; the wait for its turn does not count. Zero if it was not called.</summary>
    [JsonPropertyName("durationMs")]
    public double DurationMs { get; init; }

    /// <summary>What the tool threw; null if it threw nothing. It is never sent, and JSON leaves it out.</summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => Name;

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
