using Shared.Wire.Errors;

namespace AgentComputer.Sdk;

/// <summary>A stream ended without its end. What the computer did after the last event is unknown; it is not a success.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause; null when the connection was closed in good order, only too early.</param>
public class AgentComputerStreamInterruptedException(string message, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    /// <summary>How many bytes of the stream had arrived.</summary>
    public long BytesReceived { get; init; }

    internal InterruptionFacts Facts { init => BytesReceived = value.BytesReceived; }
}
