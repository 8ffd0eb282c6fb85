using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event of a turn of a chat.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c></remarks>
[JsonConverter(typeof(ChatEventConverter<ChatEvent>))]
public abstract record ChatEvent
{
    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }
}
