namespace Shared.Wire.Errors;

/// <summary>What the exception for a stream that ended without its last event tells beside its message.</summary>
/// <param name="RunId">The service's id of what the stream was about; null if there is none, or none was told yet.</param>
/// <param name="LastEventId">The id of the last event that arrived; null if the server gives none.</param>
/// <param name="BytesReceived">How many bytes of the stream had arrived.</param>
internal sealed record InterruptionFacts(string? RunId, string? LastEventId, long BytesReceived);
