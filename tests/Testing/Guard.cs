namespace Testing;

/// <summary>Makes a test fail that would hang.</summary>
internal static class Guard
{
    public static Task Soon(this Task task) => task.WaitAsync(Limit.Time);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit.Time);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit.Time);

    public static Task<List<T>> All<T>(this IAsyncEnumerable<T> items) => items.ToListAsync().Soon();
}
