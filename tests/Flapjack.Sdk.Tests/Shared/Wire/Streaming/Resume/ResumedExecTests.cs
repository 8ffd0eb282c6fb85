using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class ResumedExecTests : ResumeTest
{
    [Fact]
    public async Task A_stream_that_was_cut_goes_on_behind_its_last_whole_event()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + Wired.Stdout(2, "one,"));

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        resume.Header("Authorization").Should().Be("Bearer " + TestClient.Key);
        resume.Header("Flapjack-Detach-Seconds").Should().Be("30");
        resume.Header("Accept").Should().Be("text/event-stream");
        resume.Header("Idempotency-Key").Should().BeNull();
        resume.Body.Should().BeEmpty();
        await resume.Streams(Wired.After("2"));
        (await events).Select(e => e.Type).Should().Equal("exec_started", "stdout", "stdout", "stdout", "exit");
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Theory]
    [InlineData("event: exec_started\ndata: {}\n\nevent: stdout\ndata: {\"chunk\":\"one,\"}\n\n")]
    [InlineData("event: exec_started\ndata: {\"execId\":\"e1\"}\n\nevent: stdout\ndata: {\"chunk\":\"one,\"}\n\n")]
    public async Task Events_without_ids_are_not_read_again_because_their_output_would_come_twice(string frames)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(frames);

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData("id: 3\n")]
    [InlineData("id: 3\nevent: stdout\ndata: {\"chunk\":\"two,\"}")]
    [InlineData("id: 3\nevent: stdout\ndata: {\"chunk\":\"two,\"}\n")]
    [InlineData("id: 3\nevent: stdout\ndata: {\"chunk\":\"tw")]
    [InlineData(": open\n")]
    public async Task Half_a_frame_is_dropped_and_asked_for_again(string half)
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started + Wired.Stdout(2, "one,") + half);

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        await resume.Streams(Wired.After("2"));
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task A_reset_is_mended_like_an_end()
    {
        await using var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "one,"));
        await events.Arrived<ExecStartedEvent>(first);
        await events.Next<ExecStdoutEvent>();
        var next = events.Move();

        post.Connection.Reset();

        var resume = await Next(Wired.Resume);
        resume.Header("Last-Event-ID").Should().Be("2");
        await resume.Streams(Wired.After("2"));
        (await events.Arrived<ExecStdoutEvent>(next)).Chunk.Should().Be("two,");
        await events.Rest();
    }

    [Fact]
    public async Task A_stream_that_is_cut_after_every_event_arrives_whole()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        for (var id = 1; id < 5; id++)
        {
            var resume = await Next(Wired.Resume);
            resume.Header("Last-Event-ID").Should().Be($"{id}");
            await resume.Cuts(Wired.Frames[id]);
        }

        (await events).Should().HaveCount(5);
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData("HTT")]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nff")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 900\r\n\r\n")]
    public async Task An_answer_to_the_resumption_that_breaks_is_asked_for_again(string answer)
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started);
        var resume = await Next(Wired.Resume);
        await resume.Connection.Write(answer.Replace("\r\n\r\n", "\r\n" + Wired.Announced + "\r\n", StringComparison.Ordinal));
        resume.Connection.Close();

        var again = await Next(Wired.Resume);

        again.Header("Last-Event-ID").Should().Be("1");
        await again.Streams(Wired.After("1"));
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task A_body_of_the_announced_length_without_exit_was_cut()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started, Wired.Announced + $"Content-Length: {Wired.Started.Length}\r\nConnection: close\r\n");

        await (await Next(Wired.Resume)).Streams(Wired.After("1"));

        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task The_id_of_the_command_is_one_segment_of_the_path()
    {
        var events = Exec();
        await (await Next()).Cuts("id: 1\nevent: exec_started\ndata: {\"execId\":\"../b?c\"}\n\n");

        await (await Next("GET /api/agents/a1/computer/exec/..%2Fb%3Fc")).Streams(Wired.After("1"));

        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_command_whose_id_was_not_told_is_attached_to_by_its_key_and_nothing_comes_twice()
    {
        var events = Exec();
        var first = await Next(Wired.Post);
        await first.Cuts("id: 1\nevent: exec_started\ndata: {}\n\n" + Wired.Stdout(2, "one,"));

        var again = await Next(Wired.Post);

        again.Key.Should().Be(first.Key);
        await again.Streams("id: 1\nevent: exec_started\ndata: {}\n\n" + Wired.After("1"));
        (await events).Should().HaveCount(5);
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task The_collected_result_knows_nothing_of_the_cuts()
    {
        var run = Run();
        await (await Next()).Cuts(Wired.Started + Wired.Stdout(2, "one,"));
        await (await Next()).Cuts(Wired.Stdout(3, "two,"));
        await (await Next()).Streams(Wired.After("3"));

        var result = await run;

        result.Ok.Should().BeTrue();
        result.ExecId.Should().Be("exec_1");
        result.Stdout.Should().Be("one,two,three,");
    }
}
