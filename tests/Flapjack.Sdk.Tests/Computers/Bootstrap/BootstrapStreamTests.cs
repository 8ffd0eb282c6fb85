using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Bootstrap;

public sealed class BootstrapStreamTests : WireTest
{
    [Fact]
    public async Task Events_are_read_as_the_contract_prints_them()
    {
        var events = await Events(Frames.Bootstrap);

        events.Select(e => e.Type).Should().Equal("log", "status", "done");
        events[0].Should().BeOfType<BootstrapLogEvent>().Which.Chunk.Should().Be("Cloning https://github.com/acme/grocery ...\n");
        events[1].Should().BeOfType<BootstrapStatusEvent>().Which.Status.Should().Be(ComputerLifecycleStatus.Bootstrapping);
        events[2].Should().BeOfType<BootstrapDoneEvent>().Which.Should().BeEquivalentTo(
            new { Status = (ComputerLifecycleStatus?)null, ExitCode = (int?)null, StderrTail = (string?)null });
        Wire.Request.Method.Should().Be("GET");
        Wire.Request.Header("Accept").Should().Be("text/event-stream");
    }

    [Theory]
    [InlineData("event: done\ndata: {}\n\n")]
    [InlineData("event: done\ndata:\n\n")]
    [InlineData("event: done\ndata: {\"status\":null,\"exitCode\":null,\"stderrTail\":null}\n\n")]
    public async Task A_done_that_tells_nothing_ends_the_stream_in_good_order(string frames)
    {
        var events = await Events(frames);

        events.Should().ContainSingle().Which.Should().BeOfType<BootstrapDoneEvent>().Which.Status.Should().BeNull();
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"ready\"", "\"ready\"")]
    [InlineData("0", "0")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("true", "true")]
    [InlineData("ok", "\"ok\"")]
    [InlineData("{\"status\":\"ready\"", "\"{\\u0022status\\u0022:\\u0022ready\\u0022\"")]
    [InlineData("{}{}", "\"{}{}\"")]
    public async Task A_done_ends_the_stream_in_good_order_whatever_it_carries(string data, string? kept)
    {
        var events = await Events($"event: log\ndata: {{\"chunk\":\"x\"}}\n\nevent: done\ndata: {data}\n\n");

        var done = events[1].Should().BeOfType<BootstrapDoneEvent>().Subject;
        (done.Status, done.ExitCode, done.StderrTail).Should().Be((null, null, null));
        (done.AdditionalProperties?["data"].GetRawText()).Should().Be(kept);
    }

    [Theory]
    [InlineData("{\"status\":7,\"exitCode\":1}", "status")]
    [InlineData("{\"status\":{},\"exitCode\":1.0}", "status")]
    [InlineData("{\"stderrTail\":[\"a\"],\"exitCode\":\"1\"}", "stderrTail")]
    [InlineData("{\"stderrTail\":\"\\ud83d\",\"exitCode\":1}", "stderrTail")]
    public async Task A_field_of_another_type_costs_a_done_that_field(string data, string field)
    {
        var done = (await Events($"event: done\ndata: {data}\n\n"))[0].Should().BeOfType<BootstrapDoneEvent>().Subject;

        (done.Status, done.ExitCode, done.StderrTail).Should().Be((null, 1, null));
        done.AdditionalProperties!.Keys.Should().Equal(field);
    }

    [Fact]
    public async Task A_done_that_is_not_UTF_8_ends_the_stream_too()
    {
        byte[] frame = [.. "event: done\ndata: {\"stderrTail\":\""u8, 0xff, .. "\"}\n\n"u8];
        using var client = TestClient.Over(new(StubHandler.Events(new MemoryStream(frame))), Wire.Address);

        var events = await client.StreamBootstrapAsync("a1").All();

        events.Should().ContainSingle().Which.Should().BeOfType<BootstrapDoneEvent>();
    }

    [Fact]
    public async Task A_done_tells_how_the_bootstrap_ended()
    {
        var events = await Events("event: done\ndata: {\"status\":\"error\",\"exitCode\":128,\"stderrTail\":\"fatal: no such repository\",\"step\":\"clone\"}\n\n");

        var done = events.Should().ContainSingle().Which.Should().BeOfType<BootstrapDoneEvent>().Subject;
        done.Status.Should().Be(ComputerLifecycleStatus.Error);
        done.ExitCode.Should().Be(128);
        done.StderrTail.Should().Be("fatal: no such repository");
        done.AdditionalProperties!["step"].GetString().Should().Be("clone");
    }

    [Fact]
    public async Task What_comes_after_done_is_not_read()
    {
        var events = await Events(Frames.Bootstrap + "event: log\ndata: {\"chunk\":\"late\"}\n\n");

        events.Should().HaveCount(3);
    }

    [Fact]
    public async Task Unknown_events_and_fields_are_data()
    {
        var events = await Events("event: progress\ndata: {\"percent\":40}\n\nevent: log\ndata: {\"chunk\":null,\"stream\":\"err\"}\n\nevent: done\ndata: {}\n\n");

        var unknown = events[0].Should().BeOfType<UnknownBootstrapEvent>().Subject;
        unknown.Type.Should().Be("progress");
        unknown.Data.GetProperty("percent").GetInt32().Should().Be(40);
        var log = events[1].Should().BeOfType<BootstrapLogEvent>().Subject;
        log.Chunk.Should().BeEmpty();
        log.AdditionalProperties!["stream"].GetString().Should().Be("err");
    }

    [Fact]
    public async Task An_unknown_event_without_data_has_undefined_data()
    {
        var events = await Events("event: ping\ndata:\n\nevent: done\ndata: {}\n\n");

        events[0].Should().BeOfType<UnknownBootstrapEvent>().Which.Data.ValueKind.Should().Be(JsonValueKind.Undefined);
    }

    [Theory]
    [InlineData("")]
    [InlineData("event: log\ndata: {\"chunk\":\"x\"}\n\n")]
    [InlineData("event: status\ndata: {\"status\":\"ready\"}\n\n")]
    [InlineData("event: done\ndata: {}\n")] // never ended by a blank line
    [InlineData("event: done\n\n")] // by the standard, no event: it has no data line
    public async Task A_stream_that_ends_before_done_was_interrupted(string frames)
    {
        var read = () => Events(frames);

        var thrown = await read.Should().ThrowAsync<FlapjackStreamInterruptedException>();
        thrown.Which.ExecId.Should().BeNull();
        thrown.Which.BytesReceived.Should().Be(frames.Length);
        thrown.WithMessage("The bootstrap stream of GET /api/agents/a1/computer/bootstrap/stream ended after*");
    }

    [Fact]
    public async Task No_stream_is_a_refusal_like_any_other()
    {
        Wire.Answers("/api/agents/a1/computer/bootstrap/stream", new Answer(404, """{"error":"NOT_FOUND","detail":"No bootstrap run"}"""));

        var read = () => Client.StreamBootstrapAsync("a1").All();

        (await read.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("No bootstrap run");
    }

    private Task<List<BootstrapEvent>> Events(string frames)
    {
        Wire.Answers("/api/agents/a1/computer/bootstrap/stream", Answer.Events(frames));
        return Client.StreamBootstrapAsync("a1").All();
    }
}
