namespace AgentComputer.Sdk;

/// <summary>How something that the service does in the background is waited for.</summary>
public record WaitOptions
{
    /// <summary>How long to wait before the service is asked again: more than zero, at most a day; null, the default, for the method's own interval.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>
    /// How long to wait in all: more than zero, at most 40 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>; null, the default, for the
    /// method's own limit. When the time is over, the service goes on.
    /// </summary>
    public TimeSpan? Timeout { get; init; }
}
