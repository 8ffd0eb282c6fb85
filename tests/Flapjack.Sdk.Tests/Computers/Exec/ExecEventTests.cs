using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

public sealed class ExecEventTests : WireTest
{
    [Fact]
    public async Task Events_are_read_as_the_contract_prints_them()
    {
        var events = await Events(Frames.Exec);

        events.Should().Equal(
            new ExecStartedEvent { ExecId = "exec_xyz", ComputerId = "heyo-abc" },
            new ExecStdoutEvent { Chunk = "PASS src/a.test.ts\n" },
            new ExecStderrEvent { Chunk = "warn ...\n" },
            new ExecExitEvent { Ok = true, ExitCode = 0, DurationMs = 4120, Truncated = false });
        events.Select(e => e.Type).Should().Equal("exec_started", "stdout", "stderr", "exit");
    }

    [Theory]
    [InlineData("""{"execId":"e","sandboxId":"heyo"}""")]
    [InlineData("""{"execId":"e","computerId":"heyo"}""")]
    [InlineData("""{"sandboxId":"old","computerId":"heyo"}""")]
    [InlineData("""{"computerId":"heyo","sandboxId":"old"}""")]
    [InlineData("""{"sandboxId":"heyo","computerId":null}""")]
    public async Task The_computer_is_read_whichever_name_the_service_gives_its_id(string data)
    {
        var started = await First<ExecStartedEvent>($"event: exec_started\ndata: {data}\n\n");

        started.ComputerId.Should().Be("heyo");
        started.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ok":null,"exitCode":null,"durationMs":null,"truncated":null}""")]
    public async Task An_exit_that_tells_nothing_is_no_success_and_no_error(string data)
    {
        var events = await Events($"event: exit\ndata: {data}\n\n");

        events.Should().ContainSingle().Which.Should().BeOfType<ExecExitEvent>().Which.Should().BeEquivalentTo(
            new { Ok = false, ExitCode = (int?)null, DurationMs = 0L, Truncated = false });
    }

    [Fact]
    public async Task An_error_event_ends_the_stream_in_place_of_exit()
    {
        var events = await Events("event: error\ndata: {\"code\":\"SANDBOX_DESTROYED\",\"detail\":\"gone\",\"node\":7}\n\n" + Frames.Exit);

        var error = events.Should().ContainSingle().Which.Should().BeOfType<ExecErrorEvent>().Subject;
        error.Code.Should().Be("SANDBOX_DESTROYED");
        error.Detail.Should().Be("gone");
        error.AdditionalProperties!["node"].GetInt32().Should().Be(7);
        error.Type.Should().Be("error");
    }

    [Fact]
    public async Task Dropped_output_tells_what_is_missing()
    {
        var dropped = await First<ExecOutputDroppedEvent>("event: output_dropped\ndata: {\"stream\":\"stdout\",\"fromByte\":4,\"toByte\":9}\n\n");

        (dropped.Type, dropped.Stream, dropped.FromByte, dropped.ToByte).Should().Be(("output_dropped", "stdout", 4L, 9L));
    }

    [Fact]
    public async Task The_type_that_an_output_was_written_with_is_no_unknown_field()
    {
        var output = await First<ExecStdoutEvent>("event: stdout\ndata: {\"type\":\"stdout\",\"chunk\":\"x\"}\n\n");

        output.AdditionalProperties.Should().BeNull();
        JsonSerializer.Serialize<ComputerExecEvent>(output).Should().Be("""{"type":"stdout","chunk":"x"}""");
    }

    [Fact]
    public void Pieces_of_output_are_the_same_if_their_bytes_are()
    {
        var piece = new ExecStdoutEvent { Chunk = "é" };

        piece.Chunk.Should().Be("é");
        piece.Should().Be(new ExecStdoutEvent { Bytes = "é"u8.ToArray() }).And.NotBe(new ExecStderrEvent { Chunk = "é" });
        piece.GetHashCode().Should().Be(new ExecStdoutEvent { Bytes = "é"u8.ToArray() }.GetHashCode());
        piece.GetHashCode().Should().NotBe(new ExecStdoutEvent { Chunk = "e" }.GetHashCode());
        new ExecStdoutEvent { Chunk = null! }.Chunk.Should().BeEmpty();
        new ExecStdoutEvent { Chunk = null! }.Bytes.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task What_comes_after_exit_is_not_read()
    {
        var events = await Events(Frames.Exit + Frames.Stdout("late"));

        events.Should().ContainSingle().Which.Should().BeOfType<ExecExitEvent>();
    }

    [Fact]
    public async Task An_unknown_event_keeps_its_name_and_json_and_the_stream_goes_on()
    {
        var events = await Events("event: resource\ndata: {\"cpu\":[0.5,1]}\n\n" + Frames.Exit);

        var unknown = events[0].Should().BeOfType<UnknownExecEvent>().Subject;
        unknown.Type.Should().Be("resource");
        unknown.Data.GetProperty("cpu")[0].GetDouble().Should().Be(0.5);
        events[1].Should().BeOfType<ExecExitEvent>();
    }

    [Theory]
    [InlineData("data: plain text {", JsonValueKind.String, "plain text {")]
    [InlineData("data: a\ndata: b", JsonValueKind.String, "a\nb")]
    [InlineData("data: null", JsonValueKind.Null, null)]
    [InlineData("data: \"text\"", JsonValueKind.String, "text")]
    [InlineData("data:", JsonValueKind.Undefined, null)]
    public async Task An_unknown_event_may_carry_anything(string data, JsonValueKind kind, string? text)
    {
        var unknown = await First<UnknownExecEvent>($"event: news\n{data}\n\n");

        unknown.Data.ValueKind.Should().Be(kind);
        (kind == JsonValueKind.String ? unknown.Data.GetString() : null).Should().Be(text);
    }

    [Theory]
    [InlineData("data: {\"x\":1}", "message")] // the standard's name for an event without one
    [InlineData("event: Stdout\ndata: {\"chunk\":\"x\"}", "Stdout")] // names are case-sensitive
    [InlineData("event:exited\ndata: {}", "exited")]
    public async Task A_name_is_what_the_standard_says_it_is(string frame, string type)
    {
        var unknown = await First<UnknownExecEvent>(frame + "\n\n");

        unknown.Type.Should().Be(type);
    }

    [Fact]
    public async Task Unknown_fields_of_known_events_are_kept()
    {
        var events = await Events(
            "event: exec_started\ndata: {\"execId\":\"e\",\"pid\":7}\n\n"
            + "event: stdout\ndata: {\"chunk\":\"x\",\"seq\":1}\n\n"
            + "event: exit\ndata: {\"ok\":false,\"exitCode\":137,\"cause\":\"oom\"}\n\n");

        events[0].Should().BeOfType<ExecStartedEvent>().Which.AdditionalProperties!["pid"].GetInt32().Should().Be(7);
        events[1].Should().BeOfType<ExecStdoutEvent>().Which.AdditionalProperties!["seq"].GetInt32().Should().Be(1);
        events[2].Should().BeOfType<ExecExitEvent>().Which.AdditionalProperties!["cause"].GetString().Should().Be("oom");
    }

    [Fact]
    public async Task Comments_ids_and_retry_lines_are_no_events()
    {
        var events = await Events("\uFEFF: open\n\nretry: 100\n\nid: 1\n\n: keep-alive\n\n" + Frames.Exit);

        events.Should().ContainSingle().Which.Should().BeOfType<ExecExitEvent>();
    }

    [Theory]
    [InlineData("{\"chunk\":")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Broken_json_in_a_known_event_is_a_protocol_error_that_shows_it(string data)
    {
        var read = () => Events(Frames.Started + $"event: stdout\ndata: {data}\n\n" + Frames.Exit);

        var thrown = await read.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("An event 'stdout' of POST /api/agents/a1/computer/exec carries broken JSON*");
        thrown.Which.Raw.Should().Be($"event: stdout\ndata: {data}");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("[{\"chunk\":\"x\"}]")]
    public async Task Data_that_is_no_object_is_called_that(string data)
    {
        var read = () => Events($"event: stdout\ndata: {data}\n\n" + Frames.Exit);

        await read.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("*carries broken JSON: The data is not one object.*");
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream; charset=utf-8")]
    [InlineData("Text/Event-Stream;charset=UTF-8")]
    public async Task The_content_type_may_be_written_in_any_way(string contentType)
    {
        Wire.Answers("/api/agents/a1/computer/exec", new Answer(200, Frames.Exit, contentType));

        var events = await Client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        events.Should().ContainSingle();
    }

    [Theory]
    [InlineData(200, "<html>Sign in</html>", "text/html")]
    [InlineData(200, """{"ok":true}""", "application/json")]
    [InlineData(202, "accepted", "text/plain")]
    public async Task An_answer_that_is_no_stream_is_a_protocol_error_that_shows_it(int status, string body, string contentType)
    {
        Wire.Answers("/api/agents/a1/computer/exec", new Answer(status, body, contentType));

        var read = () => Client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        var thrown = await read.Should().ThrowAsync<FlapjackProtocolException>().WithMessage($"*{status} with {contentType}*{body}*base address*");
        thrown.Which.Raw.Should().Be(body);
        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task An_answer_without_content_is_a_protocol_error()
    {
        Wire.Answers("/api/agents/a1/computer/exec", new Answer(204, "", null));

        var read = () => Client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        await read.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("*204 with no content*");
    }

    private Task<List<ComputerExecEvent>> Events(string frames)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(frames));
        return Client.ExecComputerAsync("a1", new() { Command = "x" }).All();
    }

    private async Task<T> First<T>(string frames) where T : ComputerExecEvent =>
        (await Events(frames + Frames.Exit))[0].Should().BeOfType<T>().Subject;
}
