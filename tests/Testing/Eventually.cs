namespace Testing;

/// <summary>Polls for a state that no event reports, such as the end of a process.</summary>
internal static class Eventually
{
    /// <summary>Polls until the condition holds; fails after <see cref="Limit.Time"/>, or after <paramref name="within"/>.</summary>
    public static Task HoldsAsync(Func<bool> condition, string because, TimeSpan? within = null) =>
        HoldsAsync(() => Task.FromResult(condition()), because, within);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string because, TimeSpan? within = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(begin).Should().BeLessThan(within ?? Limit.Time, because);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
