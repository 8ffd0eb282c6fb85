using System.Text.Json.Serialization;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>An event of a running command.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
[JsonConverter(typeof(ExecEventConverter<ComputerExecEvent>))]
public abstract record ComputerExecEvent
{
    private EventId _eventId;

    /// <summary>
    /// The event's id. Give it to <see cref="FlapjackClient.AttachComputerExecAsync(string, string, string?, CancellationToken)"/> to read the events behind this event. Null if the server has
    /// not announced the addition <c>resume</c>: then its events have no ids.
    /// </summary>
    [JsonIgnore]
    public string? EventId { get => _eventId.Text; init => _eventId = new(value); }

    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    internal void SetEventId(EventId id) => _eventId = id;
}
