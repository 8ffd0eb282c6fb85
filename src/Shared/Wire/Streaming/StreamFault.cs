namespace Shared.Wire.Streaming;

/// <summary>A break of a stream, and what follows from it.</summary>
/// <param name="What">What happened.</param>
/// <param name="Verdict">What follows from it.</param>
/// <param name="Exception">What the caller gets, unless the stream is mended.</param>
internal sealed record StreamFault(StreamBreak What, StreamVerdict Verdict, Exception Exception)
{
    /// <summary>How long the service asks to wait before the stream is opened again; null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
