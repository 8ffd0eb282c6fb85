using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class LiveStreamTests
{
    [Fact]
    public async Task An_event_is_there_while_the_service_has_not_sent_the_next()
    {
        await using var exec = await LiveExec.Open();

        await exec.Connection.Write(Frames.Started);
        (await exec.Next<ExecStartedEvent>()).ExecId.Should().Be("exec_xyz");

        await exec.Connection.Write(Frames.Stdout("1"));
        (await exec.Next<ExecStdoutEvent>()).Chunk.Should().Be("1");

        await exec.Connection.Write(Frames.Exit);
        (await exec.Next<ExecExitEvent>()).Ok.Should().BeTrue();
        (await exec.Next()).Should().BeFalse();
    }

    [Fact]
    public async Task The_last_event_ends_the_stream_whether_or_not_the_connection_ends()
    {
        await using var exec = await LiveExec.Open();
        await exec.Connection.Write(Frames.Exit);

        await exec.Next<ExecExitEvent>();
        var more = await exec.Next();

        more.Should().BeFalse();
        await exec.Connection.ClosedByClient();
    }

    [Fact]
    public async Task Leaving_the_loop_closes_the_connection_at_once()
    {
        await using var exec = await LiveExec.Open();
        await exec.Connection.Write(Frames.Started);
        await exec.Next<ExecStartedEvent>();

        await exec.Events.DisposeAsync();

        await exec.Connection.ClosedByClient();
    }

    [Fact]
    public async Task Leaving_the_loop_reads_no_further_however_much_is_still_to_come()
    {
        await using var exec = await LiveExec.Open(headers: "Content-Length: 1000000000\r\n", body: Frames.Started);
        await exec.Next<ExecStartedEvent>();

        await exec.Events.DisposeAsync();

        await exec.Connection.ClosedByClient();
    }

    [Fact]
    public async Task Leaving_the_loop_reads_no_further_even_if_the_rest_is_there_already()
    {
        var rest = string.Concat(Enumerable.Repeat(Frames.Stdout("x"), 3_000));
        await using var exec = await LiveExec.Open(headers: $"Content-Length: {Frames.Started.Length + rest.Length}\r\n", body: Frames.Started + rest);
        await exec.Next<ExecStartedEvent>();

        await exec.Events.DisposeAsync();

        await exec.Connection.ClosedByClient();
    }

    [Fact]
    public async Task Leaving_the_loop_closes_the_connection_of_a_passed_client_too()
    {
        await using var server = new RawServer();
        using var http = new HttpClient();
        using var client = TestClient.Over(http, server.Address);
        var events = client.ExecComputerAsync("a1", new() { Command = "x" }).GetAsyncEnumerator();
        var first = events.MoveNextAsync();
        var connection = await server.AcceptStream();
        await connection.Write(Frames.Started);
        await first;

        await events.DisposeAsync();

        await connection.ClosedByClient();
    }

    [Fact]
    public async Task Two_streams_of_one_client_do_not_meet()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var one = client.RunComputerAsync("a1", new() { Command = "1" });
        var first = await server.AcceptStream();
        var two = client.RunComputerAsync("a1", new() { Command = "2" });
        var second = await server.AcceptStream();

        await second.Write(Frames.Stdout("two") + Frames.Exit);
        (await two.Soon()).Stdout.Should().Be("two");
        one.IsCompleted.Should().BeFalse();
        await first.Write(Frames.Stdout("one") + Frames.Exit);

        (await one.Soon()).Stdout.Should().Be("one");
    }

    [Fact]
    public async Task A_chunk_of_the_transfer_may_end_anywhere()
    {
        await using var exec = await LiveExec.Open(headers: "Transfer-Encoding: chunked\r\n");

        await exec.Connection.Write("7\r\nevent: \r\n");
        await exec.Connection.Write("15\r\nstdout\ndata: {\"chunk\"\r\n");
        await exec.Connection.Write("9\r\n:\"hi\"}\n\ne\r\n");

        (await exec.Next<ExecStdoutEvent>()).Chunk.Should().Be("hi");
    }
}
