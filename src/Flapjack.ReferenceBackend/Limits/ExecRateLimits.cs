namespace Flapjack.ReferenceBackend;

/// <summary>How many commands may be started and may run at once; the defaults are the service's documented limits.</summary>
/// <remarks>A refused command and a repeated read do not count. A minute is any period of sixty seconds.</remarks>
public sealed record ExecRateLimits
{
    /// <summary>How many commands of one agent may start within a minute; at least 1, default 60.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int PerAgentPerMinute { get; init => field = AtLeastOne(value, nameof(PerAgentPerMinute)); } = 60;

    /// <summary>How many commands of one organization, on all its agents together, may start within a minute; at least 1, default 600.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int PerOrgPerMinute { get; init => field = AtLeastOne(value, nameof(PerOrgPerMinute)); } = 600;

    /// <summary>How many commands of one agent may run at once; at least 1, default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int ConcurrentPerAgent { get; init => field = AtLeastOne(value, nameof(ConcurrentPerAgent)); } = 3;

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
