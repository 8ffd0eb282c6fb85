namespace Flapjack.Sdk;

/// <summary>The limits that a <see cref="FlapjackQuotaGovernor"/> keeps. The governor copies the limits when it is made; the defaults are the
/// documented limits.</summary>
public sealed class FlapjackQuotaGovernorOptions
{
    /// <summary>How many commands may start on one agent within a minute; at least 1, default 60.</summary>
    public int ExecsPerAgentPerMinute { get; set; } = 60;

    /// <summary>How many commands may start in the whole organization within a minute; at least 1, default 600.</summary>
    public int ExecsPerOrganizationPerMinute { get; set; } = 600;

    /// <summary>How many commands may run on one agent at the same time; at least 1, default 3.</summary>
    public int ConcurrentExecsPerAgent { get; set; } = 3;

    /// <summary>
    /// How long a command may wait for its turn. The time starts again if the command had to wait for its computer in between. A command that waits
    /// longer is given up with a <see cref="FlapjackTimeoutException"/>, and was never started. Zero or more; default infinite, so that only the
    /// caller's token ends the wait.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>The clock of the limits; default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
