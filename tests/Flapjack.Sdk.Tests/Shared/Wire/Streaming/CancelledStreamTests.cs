using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class CancelledStreamTests : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task Nothing_that_was_buffered_is_delivered_after_a_cancellation()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var delivered = 0;

        var reading = ReadAndCancelAfter(5);
        var connection = await server.AcceptRequest();
        await connection.Write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + string.Concat(Enumerable.Repeat(Frames.Stdout("x"), 200)) + Frames.Exit);

        await reading.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        delivered.Should().Be(5);

        async Task ReadAndCancelAfter(int events)
        {
            await foreach (var _ in client.ExecComputerAsync("a1", new() { Command = "x" }, _cancel.Token))
            {
                if (++delivered == events)
                {
                    await _cancel.CancelAsync();
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_token_ends_a_wait_for_the_next_event(bool tokenOfTheCall)
    {
        await using var exec = await LiveExec.Open(
            callToken: tokenOfTheCall ? _cancel.Token : default,
            enumerationToken: tokenOfTheCall ? default : _cancel.Token,
            body: Frames.Started);
        await exec.Next<ExecStartedEvent>();
        var next = exec.Next();

        await _cancel.CancelAsync();

        (await next.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(_cancel.Token);
        await exec.Connection.ClosedByClient();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_two_tokens_each_ends_it(bool tokenOfTheCall)
    {
        using var other = new CancellationTokenSource();
        await using var exec = await LiveExec.Open(
            callToken: tokenOfTheCall ? _cancel.Token : other.Token,
            enumerationToken: tokenOfTheCall ? other.Token : _cancel.Token,
            body: Frames.Started);
        await exec.Next<ExecStartedEvent>();
        var next = exec.Next();

        await _cancel.CancelAsync();

        await next.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await exec.Connection.ClosedByClient();
    }

    [Fact]
    public async Task It_ends_a_wait_for_the_headers_as_well()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var run = client.RunComputerAsync("a1", new() { Command = "x" }, _cancel.Token);
        var connection = await server.AcceptRequest();

        await _cancel.CancelAsync();

        await connection.ClosedByClient();
        // Not a second POST: the question whether this server can stop commands.
        var asked = await server.AcceptRequest();
        asked.Head.Should().StartWith("GET /api/agents/a1/computer/status HTTP/1.1");
        await asked.Answer(200, "{}");
        await run.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        (await server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task With_a_token_that_is_cancelled_already_nothing_is_sent()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        await _cancel.CancelAsync();

        var read = () => client.ExecComputerAsync("a1", new() { Command = "x" }, _cancel.Token).All();

        await read.Should().ThrowAsync<OperationCanceledException>();
        (await server.CountConnections()).Should().Be(0);
    }

    [Fact]
    public async Task A_cancellation_after_the_last_event_takes_nothing_back()
    {
        await using var exec = await LiveExec.Open(callToken: _cancel.Token, body: Frames.Exit);
        await exec.Next<ExecExitEvent>();

        await _cancel.CancelAsync();

        (await exec.Next()).Should().BeFalse();
    }

    [Fact]
    public async Task A_stream_that_ends_at_the_moment_of_the_cancellation_is_a_cancelled_one()
    {
        using var body = new CancellingStream(_cancel);
        using var http = new HttpClient(StubHandler.Events(body));
        using var client = TestClient.Over(http, new("http://stub.invalid"));

        var read = () => client.ExecComputerAsync("a1", new() { Command = "x" }, _cancel.Token).All();

        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_cancelled_stream_that_was_cut_as_well_is_a_cancelled_one()
    {
        await using var exec = await LiveExec.Open(callToken: _cancel.Token, body: Frames.Started);
        await exec.Next<ExecStartedEvent>();

        await _cancel.CancelAsync();
        exec.Connection.Close();

        await exec.Invoking(e => e.Next()).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>A body whose caller leaves just as it ends.</summary>
    private sealed class CancellingStream(CancellationTokenSource cancel) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await cancel.CancelAsync();
            return 0;
        }
    }
}
