using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>Two tokens can end a stream, and the exception names the one that did.</summary>
public sealed class TokenOfTheEnumerationTests : WireTest
{
    private readonly CancellationTokenSource _ofCall = new();
    private readonly CancellationTokenSource _ofEnumeration = new();

    public static TheoryData<string, bool> Waits => new()
    {
        { "an event", true },
        { "an event", false },
        { "the headers", true },
        { "the headers", false },
        { "nothing", true },
        { "nothing", false },
        { "a turn", true },
        { "a turn", false },
        { "the computer", true },
        { "the computer", false },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task A_command_that_waits_for(string what, bool endedByTheCall)
    {
        var clock = new TestClock();
        using var governor = new FlapjackQuotaGovernor(new() { ConcurrentExecsPerAgent = 1, TimeProvider = clock });
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address, options => options.QuotaGovernor = what == "a turn" ? governor : null);
        using var slot = what == "a turn" ? await governor.EnterAsync("a1", default) : null;
        await using var events = client
            .ExecComputerAsync("a1", new() { Command = "x", WaitForReady = true }, _ofCall.Token).GetAsyncEnumerator(_ofEnumeration.Token);
        var cancel = endedByTheCall ? _ofCall : _ofEnumeration;
        if (what == "nothing")
        {
            await cancel.CancelAsync();
        }

        var next = events.MoveNextAsync().AsTask();
        if (what is "an event" or "the headers" or "the computer")
        {
            var connection = await server.AcceptRequest();
            if (what == "an event")
            {
                await connection.Write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + Frames.Started);
                await next.Soon();
                next = events.MoveNextAsync().AsTask();
            }
            else if (what == "the computer")
            {
                await connection.Answer(409, """{"error":"SANDBOX_NOT_READY"}""");
                await connection.ReadRequest();
            }
        }

        await cancel.CancelAsync();
        if (what == "the headers")
        {
            // The client asks whether this server can stop a command of which it knows nothing.
            await (await server.AcceptRequest()).Answer(200, "{}");
        }

        (await next.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task Whoever_leaves_the_loop_ends_the_stream_where_there_are_two_tokens_as_well()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var events = client.ExecComputerAsync("a1", new() { Command = "x" }, _ofCall.Token).GetAsyncEnumerator(_ofEnumeration.Token);
        var first = events.MoveNextAsync().AsTask();
        var connection = await server.AcceptStream();
        await connection.Write(Frames.Started);
        await first.Soon();

        await events.DisposeAsync().AsTask().Soon();

        await connection.ClosedByClient();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_status_that_is_watched(bool endedByTheCall)
    {
        Wire.Answers("/api/agents/a1/computer/status", """{"computer":{"status":"ready"}}""");
        var clock = new TestClock();
        await using var statuses = ClientWith(options => options.TimeProvider = clock).WatchComputerStatusAsync("a1", _ofCall.Token).GetAsyncEnumerator(_ofEnumeration.Token);
        await statuses.MoveNextAsync();
        var next = statuses.MoveNextAsync().AsTask();
        await clock.Armed(TimeSpan.FromSeconds(10));
        var cancel = endedByTheCall ? _ofCall : _ofEnumeration;

        await cancel.CancelAsync();

        (await next.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task A_status_can_be_watched_more_than_once()
    {
        Wire.Answers("/api/agents/a1/computer/status", """{"computer":{"status":"ready"}}""");
        var watch = Client.WatchComputerStatusAsync("a1", _ofCall.Token);

        for (var i = 0; i < 2; i++)
        {
            await using var statuses = watch.GetAsyncEnumerator(_ofEnumeration.Token);
            (await statuses.MoveNextAsync()).Should().BeTrue();
        }
    }

    [Fact]
    public async Task An_end_that_is_no_cancellation_stays_what_it_is()
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Exec));

        var events = await Client.ExecComputerAsync("a1", new() { Command = "x" }, _ofCall.Token).ToListAsync(_ofEnumeration.Token);

        events.Should().HaveCount(4);
    }
}
