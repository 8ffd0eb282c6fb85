namespace AgentComputer.Sdk;

/// <summary>
/// What <see cref="AgentComputerClient.With"/> can change for some calls. There every property begins with the value of the client that is asked, so that
/// <c>o.MaxRetries += 2</c> means what it says; a new object, which only a test needs, has the defaults. The ranges are those of
/// <see cref="AgentComputerClientOptions"/>.
/// </summary>
/// <remarks>
/// The key, the address, <see cref="AgentComputerClientOptions.ConnectTimeout"/> and the clock belong to the connections, or to the account, and stay as
/// they are.
/// </remarks>
public sealed class AgentComputerCallOptions
{
    /// <summary>As <see cref="AgentComputerClientOptions.ResponseTimeout"/>: 10 ms to a day, or infinite.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>As <see cref="AgentComputerClientOptions.StreamIdleTimeout"/>: 10 ms to a day, or infinite.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>As <see cref="AgentComputerClientOptions.MaxRetries"/>: 0 to 10. With 0 a request is sent once.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>As <see cref="AgentComputerClientOptions.RetryDelay"/>: more than zero and at most a minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>As <see cref="AgentComputerClientOptions.MaxRetryAfter"/>: zero to an hour.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Headers that every request to the API has beside those of the client. Requests to the processes of a computer go to another place, and do not have
    /// them. Names are compared without regard to case; values are visible ASCII. Refused are <c>Authorization</c>, <c>Host</c>, <c>Content-*</c>,
    /// <c>AgentComputer-*</c>, the headers of traces, and every other header that the client or its connection sets. The values are not searched for in
    /// answers, as the key is; log them nowhere if they are secrets.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
