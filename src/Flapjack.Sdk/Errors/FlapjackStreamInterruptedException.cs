using Shared.Wire.Errors;

namespace Flapjack.Sdk;

/// <summary>A stream ended without its terminal event. What the service did after the last event is unknown; it is not a success.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause; null when the connection was closed in good order, only too early.</param>
public class FlapjackStreamInterruptedException(string message, Exception? innerException = null) : FlapjackException(message, innerException)
{
    private string? _execId;
    private string? _turnId;

    /// <summary>The command's id; null if the stream was not about a command, or had not told the id.</summary>
    public string? ExecId { get => _execId; init => _execId = value; }

    /// <summary>The id of the chat's turn; null if the stream was not about a turn, or had not told the id.</summary>
    public string? TurnId { get => _turnId; init => _turnId = value; }

    /// <summary>The id of the last event that arrived; null when the server gives none.</summary>
    public string? LastEventId { get; init; }

    /// <summary>How many bytes of the stream had arrived.</summary>
    public long BytesReceived { get; init; }

    internal InterruptionFacts Facts { init => (ExecId, LastEventId, BytesReceived) = value; }

    /// <summary>Says that the stream was about a turn of a chat: what the stream told as its id is the turn's.</summary>
    internal void TellTurn() => (_turnId, _execId) = (_execId, null);
}
