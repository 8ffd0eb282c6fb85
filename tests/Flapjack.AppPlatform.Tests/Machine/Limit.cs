namespace Flapjack.AppPlatform.Tests.Machine;

/// <summary>How long anything may take before a test that hangs is ended.</summary>
internal static class Limit
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    /// <summary>A token of one use that ends it.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Time).Token;
}
