namespace Flapjack.AppPlatform.Tests.Machine;

/// <summary>Waits for what the operating system tells nobody about.</summary>
internal static class Eventually
{
    public static async Task BecomesTrueAsync(Func<bool> condition, string because)
    {
        using var limit = new CancellationTokenSource(Limit.Time);
        while (!condition())
        {
            limit.IsCancellationRequested.Should().BeFalse(because);
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
