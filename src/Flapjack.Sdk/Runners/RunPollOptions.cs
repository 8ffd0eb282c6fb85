namespace Flapjack.Sdk;

/// <summary>How a run is waited for, or watched.</summary>
public record RunPollOptions
{
    /// <summary>How long to wait before the service is asked again: more than zero, at most a day; default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to wait for the run in all: more than zero, at most 40 days; null, the default, for as long as the run takes. When the time is over,
    /// the run goes on; <see cref="FlapjackClient.CancelRunAsync"/> would end it.
    /// </summary>
    public TimeSpan? Timeout { get; init; }
}
