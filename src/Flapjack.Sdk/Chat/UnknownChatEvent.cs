using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event whose name this version does not know; nothing of it is lost, and the stream goes on.</summary>
[JsonConverter(typeof(ChatEventConverter<UnknownChatEvent>))]
public sealed record UnknownChatEvent : ChatEvent
{
    /// <summary>Keeps an event as it came.</summary>
    /// <param name="type">The event's name on the wire.</param>
    /// <param name="data">The event's data.</param>
    public UnknownChatEvent(string type, JsonElement data) => (Type, Data) = (type, data);

    /// <inheritdoc/>
    public override string Type { get; }

    /// <summary>The event's data; undefined when it carried none.</summary>
    public JsonElement Data { get; }
}
