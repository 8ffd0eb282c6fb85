namespace Flapjack.Sdk.Tests.Wire;

/// <summary>An exec stream that is open, its headers sent: the test writes on one end and reads on the other.</summary>
internal sealed class LiveExec : IAsyncDisposable
{
    private readonly RawServer _server;
    private readonly FlapjackClient _client;
    private Task<bool> _move;
    private bool _handedOut;

    private LiveExec(RawServer server, FlapjackClient client, IAsyncEnumerator<ComputerExecEvent> events) =>
        (_server, _client, Events, _move) = (server, client, events, events.MoveNextAsync().AsTask());

    public IAsyncEnumerator<ComputerExecEvent> Events { get; }

    public RawConnection Connection { get; private set; } = null!;

    public Task<int> CountConnections() => _server.CountConnections();

    public static async Task<LiveExec> Open(
        Action<FlapjackClientOptions>? configure = null,
        string headers = "",
        string body = "",
        CancellationToken callToken = default,
        CancellationToken enumerationToken = default)
    {
        var server = new RawServer();
        var client = TestClient.At(server.Address, configure);
        var live = new LiveExec(server, client, client.ExecComputerAsync("a1", new() { Command = "x" }, callToken).GetAsyncEnumerator(enumerationToken));
        live.Connection = await server.AcceptRequest();
        await live.Connection.Write($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{headers}\r\n{body}");
        return live;
    }

    /// <summary>The next <c>MoveNextAsync</c>.</summary>
    public Task<bool> Next()
    {
        // Opening made the first one already.
        _move = _handedOut ? Events.MoveNextAsync().AsTask() : _move;
        _handedOut = true;
        return _move.Soon();
    }

    public async Task<T> Next<T>() where T : ComputerExecEvent
    {
        (await Next()).Should().BeTrue();
        return Events.Current.Should().BeOfType<T>().Subject;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        // An enumerator must not be disposed while it moves.
        await ((Task)_move).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Events.DisposeAsync();
        _client.Dispose();
    }
}
