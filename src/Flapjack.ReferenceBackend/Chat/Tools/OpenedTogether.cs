namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>What a source of tools has opened for a turn, all at the same time. It is disposed of at the same time, too.</summary>
internal sealed class OpenedTogether<T> : IAsyncDisposable
    where T : IAsyncDisposable
{
    private OpenedTogether(IReadOnlyList<T> items) => Items = items;

    public IReadOnlyList<T> Items { get; }

    /// <summary>Waits for all. If opening fails, for example because the turn was cancelled, what is open already is disposed of, also at the same time.</summary>
    public static async Task<OpenedTogether<T>> WhenAllAsync(IEnumerable<Task<T>> openings)
    {
        var tasks = openings.ToArray();
        try
        {
            return new(await Task.WhenAll(tasks).ConfigureAwait(false));
        }
        catch
        {
            var opened = await Task.WhenAll(tasks.Where(task => task.IsCompletedSuccessfully)).ConfigureAwait(false);
            await new OpenedTogether<T>(opened).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(Items.Select(item => item.DisposeAsync().AsTask())).ConfigureAwait(false);
}
