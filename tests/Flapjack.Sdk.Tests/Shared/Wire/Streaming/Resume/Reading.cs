namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>A stream that is read an event at a time, by a test that decides when.</summary>
internal sealed class Reading<TEvent>(IAsyncEnumerable<TEvent> events, CancellationToken cancellationToken = default) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<TEvent> _events = events.GetAsyncEnumerator(cancellationToken);
    private Task<bool> _move = Task.FromResult(false);

    /// <summary>The next <c>MoveNextAsync</c>.</summary>
    public Task<bool> Move() => (_move = _events.MoveNextAsync().AsTask()).Soon();

    public async Task<T> Next<T>() where T : TEvent => await Arrived<T>(Move());

    /// <summary>The event of a move that was made before.</summary>
    public async Task<T> Arrived<T>(Task<bool> move) where T : TEvent
    {
        (await move).Should().BeTrue();
        return _events.Current.Should().BeOfType<T>().Subject;
    }

    /// <summary>Reads to the end, so that there is nothing left to stop.</summary>
    public async Task Rest()
    {
        while (await Move())
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        // An enumerator must not be disposed while it moves.
        await ((Task)_move).Soon().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_move.IsCompleted)
        {
            await _events.DisposeAsync().AsTask().Soon();
        }
    }
}
