namespace Flapjack.ReferenceBackend.Tests;

/// <summary>For what the operating system does in its own time, and no event tells of.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again until the condition holds; fails after forty seconds.</summary>
    public static Task HoldsAsync(Func<bool> condition, string because) => HoldsAsync(() => Task.FromResult(condition()), because);

    /// <summary>Looks again and again until the condition holds; fails after forty seconds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string because)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(begin).Should().BeLessThan(TimeSpan.FromSeconds(40), because);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
