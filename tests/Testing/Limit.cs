namespace Flapjack.EndToEnd.Tests;

/// <summary>How long anything may take before a test that hangs is ended.</summary>
internal static class Limit
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(100);

    /// <summary>A token of one use that ends it.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Time).Token;

    /// <summary>A token of one use for what moves tens of megabytes.</summary>
    public static CancellationToken LongToken => new CancellationTokenSource(6 * Time).Token;
}
