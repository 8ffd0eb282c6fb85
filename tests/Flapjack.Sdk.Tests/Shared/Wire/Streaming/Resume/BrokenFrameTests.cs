using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class BrokenFrameTests : ResumeTest
{
    private protected override void Configure(FlapjackClientOptions options) => options.MaxStreamFrameBytes = 8 * 1024;

    [Theory]
    [InlineData("stdout", "{\"chunk\":\"x")]
    [InlineData("stdout", "{\"chunk\":\"x\"")]
    [InlineData("stdout", "{\"chunk\":\"x\"}}")]
    [InlineData("stdout", "[]")]
    [InlineData("stdout", "null")]
    [InlineData("stdout", "")]
    [InlineData("exit", "{\"ok\":true,\"exitCode\":0")]
    [InlineData("exit", "[")]
    [InlineData("exit", "oops")]
    [InlineData("error", "oops")]
    [InlineData("output_dropped", "7")]
    public async Task Broken_json_is_an_error_that_shows_it_and_the_command_is_stopped(string type, string data)
    {
        var events = Exec();
        var post = await (await Next()).Streams(Wired.Started + $"id: 2\nevent: {type}\ndata: {data}\n\n" + Wired.Exit(3));
        await (await Next(Wired.Stop)).Answers(200);

        var thrown = await Thrown<FlapjackProtocolException>(events);

        thrown.Raw.Should().Be($"event: {type}\ndata: {data}");
        thrown.Message.Should().Contain(type).And.Contain("POST /api/agents/a1/computer/exec");
        await post.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [InlineData(4_096, 4_096)]
    [InlineData(4_097, 4_096)]
    [InlineData(7_000, 4_096)]
    public async Task Of_a_long_one_the_beginning_is_shown(int length, int shown)
    {
        const string Head = "event: stdout\ndata: ";
        var events = Exec();
        await (await Next()).Streams(Wired.Started + $"{Head}{new string('x', length - Head.Length)}\n\n", Wired.Nothing);

        (await Thrown<FlapjackProtocolException>(events)).Raw.Should().Be(Head + new string('x', shown - Head.Length));
    }

    [Fact]
    public async Task Broken_json_before_the_first_event_stops_the_command_by_its_key()
    {
        var events = Exec();
        var post = await (await Next()).Streams("id: 1\nevent: exec_started\ndata: {\n\n");

        await (await Next($"DELETE /api/agents/a1/computer/exec?key={post.Key}")).Answers(200);

        await Thrown<FlapjackProtocolException>(events);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_do_not_pass_for_what_the_process_wrote()
    {
        var events = Exec();
        var post = await (await Next()).Streams(Wired.Started + "id: 2\nevent: stdout\ndata: {\"chunk\":\"");
        await post.Connection.Write(new byte[] { 0xff, 0xfe });
        await post.Connection.Write("\"}\n\n" + "id: 3\nevent: exit\ndata: {\"ok\":true,\"exitCode\":0,\"stdoutBytes\":2,\"stdoutSha256\":\"ff\"}\n\n");

        (await Thrown<FlapjackProtocolException>(events)).Message.Should().Contain("did not arrive as it was written");
    }

    [Fact]
    public async Task A_frame_beyond_the_limit_is_an_error_and_the_command_is_stopped()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + Wired.Stdout(2, new string('x', 9_000)));
        await (await Next(Wired.Stop)).Answers(200);

        (await Thrown<FlapjackProtocolException>(events)).Message.Should().Contain("MaxStreamFrameBytes");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4_070)] // where it is cut
    public async Task The_key_is_not_shown_of_a_frame_beyond_the_limit_either(int before)
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + $"data: {new string('x', before)}{TestClient.Key}{new string('x', 9_000)}");
        await (await Next(Wired.Stop)).Answers(200);

        (await Thrown<FlapjackProtocolException>(events)).Raw.Should().HaveLength(4_096).And.NotContain(TestClient.Key[..12]);
    }

    [Fact]
    public async Task Without_announcement_it_is_the_same_error_and_nothing_more_is_sent()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + "id: 2\nevent: stdout\ndata: {\n\n", Wired.Nothing);

        (await Thrown<FlapjackProtocolException>(events)).Raw.Should().Be("event: stdout\ndata: {");

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task The_key_is_not_shown()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + $"event: stdout\ndata: {TestClient.Key}\n\n", Wired.Nothing);

        (await Thrown<FlapjackProtocolException>(events)).Raw.Should().Be("event: stdout\ndata: [key]");
    }

    [Fact]
    public async Task Unknown_events_are_data_and_count_like_any_other()
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started + "id: 2\nevent: weather\ndata: {broken\n\n");

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        await resume.Streams(Wired.Exit(3));
        var unknown = (await events)[1].Should().BeOfType<UnknownExecEvent>().Subject;
        (unknown.Type, unknown.Data.GetString()).Should().Be(("weather", "{broken"));
    }
}
