namespace Testing;

/// <summary>Polls for what the operating system does in its own time and reports by no event.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(40);

    /// <summary>Polls until the condition holds; fails after forty seconds, or after <paramref name="within"/>.</summary>
    public static Task HoldsAsync(Func<bool> condition, string because, TimeSpan? within = null) =>
        HoldsAsync(() => Task.FromResult(condition()), because, within);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string because, TimeSpan? within = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(begin).Should().BeLessThan(within ?? Usual, because);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
