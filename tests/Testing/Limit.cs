namespace Testing;

/// <summary>How long a test waits before it fails instead of hanging.</summary>
internal static class Limit
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(100);

    /// <summary>For what moves tens of megabytes, or starts a program on a machine that is busy.</summary>
    public static readonly TimeSpan LongTime = 6 * Time;

    /// <summary>A token for one use that is cancelled after <see cref="Time"/>.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Time).Token;

    /// <summary>A token for one use that is cancelled after <see cref="LongTime"/>.</summary>
    public static CancellationToken LongToken => new CancellationTokenSource(LongTime).Token;
}
