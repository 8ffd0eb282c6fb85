using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event of a turn of a chat.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c></remarks>
[JsonConverter(typeof(ChatEventConverter<ChatEvent>))]
public abstract record ChatEvent
{
    private string? _eventId;

    /// <summary>The event's id, <c>turn:number</c>. Null if the server has not announced the addition <c>resume-messages</c>: then its events have no ids.</summary>
    [JsonIgnore]
    public string? EventId { get => _eventId; init => _eventId = value; }

    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    internal void SetEventId(string id) => _eventId = id;
}
