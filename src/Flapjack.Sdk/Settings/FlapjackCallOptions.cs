namespace Flapjack.Sdk;

/// <summary>
/// What <see cref="FlapjackClient.With"/> can change for some calls. There every property begins with the value of the client that is asked, so that
/// <c>o.MaxRetries += 2</c> means what it says; a new object, which only a test needs, has the defaults. The ranges are those of
/// <see cref="FlapjackClientOptions"/>.
/// </summary>
/// <remarks>
/// The key, the address, <see cref="FlapjackClientOptions.ConnectTimeout"/>, the clock and the governor belong to the connections, or to the account,
/// and stay as they are.
/// </remarks>
public sealed class FlapjackCallOptions
{
    /// <summary>As <see cref="FlapjackClientOptions.ResponseTimeout"/>: 10 ms to a day, or infinite.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>As <see cref="FlapjackClientOptions.StreamIdleTimeout"/>: 10 ms to a day, or infinite.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>As <see cref="FlapjackClientOptions.ReadyTimeout"/>: 10 ms to a day, or infinite.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>As <see cref="FlapjackClientOptions.MaxRetries"/>: 0 to 10. With 0 a request is sent once, and a broken stream is not opened again.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>As <see cref="FlapjackClientOptions.RetryDelay"/>: more than zero and at most a minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>As <see cref="FlapjackClientOptions.MaxRetryAfter"/>: zero to an hour.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Headers that every request of the derived client has beside those of the client. Names are compared without regard to case; values are visible
    /// ASCII. Refused are <c>Authorization</c>, <c>Host</c>, <c>Content-*</c>, <c>Flapjack-*</c>, <c>Idempotency-Key</c>, the headers of traces, and
    /// every other header that the client or its connection sets. The values are not searched for in answers, as the key is; log them nowhere if
    /// they are secrets.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
