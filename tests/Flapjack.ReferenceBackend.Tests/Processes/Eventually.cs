namespace Flapjack.ReferenceBackend.Tests.Processes;

/// <summary>Waits for what the kernel does in its own time.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until the condition holds; fails after forty seconds.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string because)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(begin).Should().BeLessThan(TimeSpan.FromSeconds(40), because);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }
}
