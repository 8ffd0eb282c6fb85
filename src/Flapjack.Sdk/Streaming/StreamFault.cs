namespace Flapjack.Sdk.Streaming;

/// <summary>What broke a stream.</summary>
/// <param name="Exception">What the caller gets, unless the stream is mended.</param>
/// <param name="MayMend">Whether opening the stream again can help; no if the service has refused.</param>
internal sealed record StreamFault(Exception Exception, bool MayMend)
{
    /// <summary>Whether the connection held all the while, and only carried nothing.</summary>
    public bool IsSilence => Exception is FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.StreamIdle };

    /// <summary>How long the service asks to wait before it is opened again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
