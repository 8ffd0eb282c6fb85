using System.Text.Json;
using System.Text.Json.Serialization;
using Flapjack.Sdk.Tests.Wire;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Tests.Json;

/// <summary>A field of another type than documented costs that field and never the answer; what came is in <c>AdditionalProperties</c>.</summary>
public sealed partial class OddFieldTests : WireTest
{
    [Theory]
    [InlineData("4120", 4120L)]
    [InlineData("4120.0", 4120L)]
    [InlineData("4120.53", 4121L)]
    [InlineData("4120.49", 4120L)]
    [InlineData("4.12e3", 4120L)]
    [InlineData("\"4120\"", 4120L)]
    [InlineData("\"4120.53\"", 4121L)]
    [InlineData("\" 4120 \"", 4120L)]
    [InlineData("\"4.12e3\"", 4120L)]
    [InlineData("\"+4120\"", 4120L)]
    [InlineData("\"-0\"", 0L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-0.0", 0L)]
    public async Task A_number_may_be_written_in_any_way(string json, long value)
    {
        var exit = await Exit($$"""{"ok":true,"exitCode":0,"durationMs":{{json}}}""");

        (exit.Ok, exit.ExitCode, exit.DurationMs).Should().Be((true, 0, value));
        exit.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("durationMs", "\"long\"")]
    [InlineData("durationMs", "1e30")]
    [InlineData("durationMs", "9223372036854775808")]
    [InlineData("durationMs", "1e400")]
    [InlineData("durationMs", "\"Infinity\"")]
    [InlineData("durationMs", "\"٤\"")]
    [InlineData("durationMs", "\"0x10\"")]
    [InlineData("stdoutBytes", "\"1,000\"")]
    [InlineData("durationMs", "\"NaN\"")]
    [InlineData("durationMs", "\"\"")]
    [InlineData("durationMs", "true")]
    [InlineData("durationMs", "{\"ms\":1}")]
    [InlineData("durationMs", "[1]")]
    [InlineData("durationMs", "\"\\ud83d\"")]
    [InlineData("truncated", "\"maybe\"")]
    [InlineData("truncated", "2")]
    [InlineData("timedOut", "[]")]
    [InlineData("signal", "9")]
    [InlineData("signal", "{\"name\":\"SIGKILL\"}")]
    [InlineData("signal", "false")]
    [InlineData("stdoutBytes", "\"many\"")]
    [InlineData("stdoutSha256", "[0]")]
    public async Task A_field_that_can_not_be_read_costs_that_field_alone(string field, string json)
    {
        var exit = await Exit($$"""{"ok":true,"{{field}}":{{json}},"exitCode":7}""");

        (exit.Ok, exit.ExitCode).Should().Be((true, 7));
        (exit.DurationMs, exit.Truncated, exit.TimedOut, exit.Signal, exit.StdoutBytes, exit.StdoutSha256).Should().Be((0, false, null, null, null, null));
        exit.AdditionalProperties.Should().ContainSingle().Which.Key.Should().Be(field);
        exit.AdditionalProperties![field].GetRawText().Should().Be(json);
    }

    [Theory]
    [InlineData("0.0", 0)]
    [InlineData("\"137\"", 137)]
    [InlineData("\"137.0\"", 137)]
    [InlineData("1e2", 100)]
    [InlineData("1.5", null)] // another code
    [InlineData("99999999999", null)]
    [InlineData("\"zero\"", null)]
    public async Task An_exit_code_is_a_whole_number_or_unknown(string json, int? code)
    {
        var exit = await Exit($$"""{"ok":false,"exitCode":{{json}}}""");

        exit.ExitCode.Should().Be(code);
        (exit.AdditionalProperties?["exitCode"].GetRawText()).Should().Be(code is null ? json : null);
    }

    [Theory]
    [InlineData("\"true\"", true)]
    [InlineData("\"True\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("\"1\"", true)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("\" false \"", false)]
    [InlineData("\"t\"", true)] // as PostgreSQL writes it
    [InlineData("\"f\"", false)]
    [InlineData("0", false)]
    public async Task A_bool_may_be_text_or_a_number(string json, bool value)
    {
        var exit = await Exit($$"""{"ok":{{json}},"truncated":{{json}},"timedOut":{{json}},"exitCode":0}""");

        (exit.Ok, exit.Truncated, exit.TimedOut).Should().Be((value, value, (bool?)value));
    }

    [Fact]
    public async Task A_list_in_the_place_of_a_record_costs_that_record_alone()
    {
        var status = await Status("""{"computer":{"status":"READY","lastUsedAt":1776106320},"signals":{"devServer":[{"port":3000}],"disk":{"used":"1.5e3","total":true},"testsLast":[1]}}""");

        (status.Computer!.Status.Value, status.Computer.LastUsedAt).Should().Be(("READY", null));
        Kept(status.Computer.AdditionalProperties).Should().Be("lastUsedAt=1776106320");
        status.Signals.DevServer.Should().BeNull();
        Kept(status.Signals.AdditionalProperties).Should().Be("""devServer=[{"port":3000}]""");
        status.Signals.Disk!.Used.Should().Be(1_500);
        Kept(status.Signals.Disk.AdditionalProperties).Should().Be("total=true");
        status.Signals.TestsLast!.Value.GetRawText().Should().Be("[1]");
    }

    [Theory]
    [InlineData("""{"agent":["a1"],"computer":{"agent_id":"a1"}}""", """agent=["a1"]""")]
    [InlineData("""{"computer":{"agent_id":"a1"}}""", "")]
    [InlineData("""{"agent":null,"sandbox":{"agent_id":"a1"},"bootstrapRunId":["r"]}""", """bootstrapRunId=["r"]""")]
    public async Task A_new_agent_may_lack_what_was_documented(string json, string kept)
    {
        Wire.Answers("/api/agents/from-template", json);

        var created = await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank }).Soon();

        (created.Agent.Id, created.Computer.AgentId).Should().Be(("", "a1"));
        Kept(created.AdditionalProperties).Should().Be(kept);
    }

    [Theory]
    [InlineData("""{"computer":"ready","signals":{"disk":{"used":1}}}""", "computer", "\"ready\"")]
    [InlineData("""{"sandbox":["ready"],"signals":{"disk":{"used":1}}}""", "sandbox", "[\"ready\"]")]
    [InlineData("""{"computer":null,"sandbox":7,"signals":{"disk":{"used":1}}}""", "sandbox", "7")]
    public async Task A_record_of_another_shape_costs_that_record_alone(string json, string field, string raw)
    {
        var status = await Status(json);

        status.Computer.Should().BeNull();
        status.Signals.Disk!.Used.Should().Be(1);
        status.AdditionalProperties!.Should().ContainSingle();
        status.AdditionalProperties![field].GetRawText().Should().Be(raw);
    }

    [Theory]
    [InlineData("computer")]
    [InlineData("sandbox")]
    [InlineData("Computer")]
    public async Task An_odd_field_is_kept_by_the_record_that_it_belongs_to(string name)
    {
        var status = await Status($$$$"""
            {"x":1,"{{{{name}}}}":{"id":12,"status":{"is":"ready"},"bootstrapRunId":"b1","lastUsedAt":"yesterday","y":2},
             "signals":{"devServer":{"port":"3000","listening":"yes","pid":7},"disk":{"used":1288490188.5,"total":"10 GB"}}}
            """);

        (status.Computer!.Id, status.Computer.Status, status.Computer.BootstrapRunId, status.Computer.LastUsedAt).Should().Be((null, default, "b1", null));
        Kept(status.AdditionalProperties).Should().Be("x=1");
        Kept(status.Computer.AdditionalProperties).Should().Be("""id=12 lastUsedAt="yesterday" status={"is":"ready"} y=2""");
        (status.Signals.DevServer!.Port, status.Signals.DevServer.Listening).Should().Be((3000, false));
        Kept(status.Signals.DevServer.AdditionalProperties).Should().Be("""listening="yes" pid=7""");
        (status.Signals.Disk!.Used, status.Signals.Disk.Total).Should().Be((1_288_490_189, 0));
        Kept(status.Signals.Disk.AdditionalProperties).Should().Be("total=\"10 GB\"");
    }

    [Fact]
    public async Task Where_the_newer_name_carries_no_computer_the_older_one_counts()
    {
        var status = await Status("""{"computer":"heyo-abc","sandbox":{"id":"heyo-abc","status":"ready"}}""");

        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        Kept(status.AdditionalProperties).Should().Be("computer=\"heyo-abc\"");
    }

    [Theory]
    [InlineData("""{"computer":{"id":"old","id":"heyo"}}""")]
    [InlineData("""{"computer":{"id":7,"id":"heyo"}}""")]
    [InlineData("""{"computer":{"id":"heyo","id":[]}}""")]
    [InlineData("""{"computer":"odd","computer":{"id":"heyo"}}""")]
    [InlineData("""{"computer":{"id":"heyo","\ud83d":1}}""")]
    [InlineData("""{"computer":{"id":"heyo"},"\ud83d":{"x":[]},"signals":7}""")]
    [InlineData("""{"computer":{"id":"heyo"},"signals":{"disk":{"used":"\ud83d"}}}""")]
    public async Task What_stands_twice_or_has_no_name_costs_nothing_else(string json) => (await Status(json)).Computer!.Id.Should().Be("heyo");

    [Fact]
    public async Task A_status_that_holds_half_a_character_can_be_watched()
    {
        Wire.Answers("/api/agents/a1/computer/status", """{"computer":{"id":"heyo","bootstrapRunId":"\ud83d"},"note":"\ude00"}""");

        await using var statuses = Client.WatchComputerStatusAsync("a1").GetAsyncEnumerator();

        (await statuses.MoveNextAsync().Soon()).Should().BeTrue();
        statuses.Current.Computer!.Id.Should().Be("heyo");
    }

    [Fact]
    public async Task A_new_agent_is_not_lost_for_its_name()
    {
        Wire.Answers("/api/agents/from-template", new Answer(201, """{"agent":{"id":"a1","name":["n"]},"sandbox":{"agent_id":"a1","status":1},"template":null,"idempotent":"false","bootstrapRunId":42}"""));

        var created = await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank }).Soon();

        (created.Agent.Id, created.Agent.Name, created.Computer.AgentId, created.Idempotent, created.BootstrapRunId).Should().Be(("a1", null, "a1", false, null));
        Kept(created.AdditionalProperties).Should().Be("bootstrapRunId=42");
        Kept(created.Agent.AdditionalProperties).Should().Be("name=[\"n\"]");
        Kept(created.Computer.AdditionalProperties).Should().Be("status=1");
    }

    [Fact]
    public async Task A_configuration_goes_back_with_what_could_not_be_read()
    {
        Wire.Answers("/api/agents/a1/computer", """{"enabled":"yes","mode":["persistent"],"scope":"agent","x":"\u00fc"}""");
        var config = await Client.GetComputerConfigAsync("a1").Soon();

        await Client.UpdateComputerConfigAsync("a1", config with { Mode = ComputerMode.Ephemeral }).Soon();

        Wire.Requests[1].Body.Should().Be("""{"mode":"ephemeral","scope":"agent","x":"\u00fc","enabled":"yes"}""");
        Kept(config.AdditionalProperties).Should().Be("""enabled="yes" mode=["persistent"] x="\u00fc" """.TrimEnd());
    }

    [Theory]
    [InlineData("[]", "a list, not an object")]
    [InlineData("\"ready\"", "a text, not an object")]
    [InlineData("null", "null, not an object")]
    public async Task An_answer_that_is_json_of_another_shape_says_so(string json, string what)
    {
        var call = () => Status(json);

        var thrown = await call.Should().ThrowAsync<FlapjackProtocolException>().WithMessage($"GET /api/agents/a1/computer/status was answered 200*because $ is {what}*");
        thrown.Which.Message.Should().NotContain("not JSON");
    }

    [Fact]
    public async Task A_list_of_another_shape_says_so_too()
    {
        Wire.Answers("/api/agents/a1/computer-instances", """{"instances":[]}""");

        var call = () => Client.GetComputerInstancesAsync("a1");

        await call.Should().ThrowAsync<FlapjackProtocolException>().WithMessage("*$ is an object, not a list*");
    }

    [Theory]
    [InlineData("{\"chunk\":7,\"seq\":1}", "", "chunk=7 seq=1")]
    [InlineData("{\"chunk\":[\"a\"]}", "", "chunk=[\"a\"]")]
    [InlineData("{\"chunk\":\"a\\ud83d\\nb \\\\ud83d \\ud83d\\ude00\"}", "a\ufffd\nb \\ud83d 😀", "chunk=\"a\\ud83d\\nb \\\\ud83d \\ud83d\\ude00\"")]
    [InlineData("{\"chunk\":\"\\ude00\\\"\"}", "\ufffd\"", "chunk=\"\\ude00\\\"\"")]
    [InlineData("{\"chunk\":\"x\",\"chunkBase64\":\"*\"}", "x", "chunkBase64=\"*\"")]
    [InlineData("{\"chunkBase64\":[1],\"chunk\":\"x\"}", "x", "chunkBase64=[1]")]
    [InlineData("{\"\\ud83d\":{\"a\":[1]},\"chunk\":\"x\"}", "x", "")]
    public async Task A_piece_of_output_is_not_lost_for_an_odd_field(string data, string chunk, string kept)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: stdout\ndata: {data}\n\n" + Frames.Exit));

        var output = (await Client.ExecComputerAsync("a1", new() { Command = "x" }).All())[0].Should().BeOfType<ExecStdoutEvent>().Subject;

        output.Chunk.Should().Be(chunk);
        Kept(output.AdditionalProperties).Should().Be(kept);
    }

    [Theory]
    [InlineData("{\"chunk\":7}", true)]
    [InlineData("{\"chunk\":\"\\ud83d\"}", true)]
    [InlineData("{\"chunk\":7}\n\nevent: stderr\ndata: {\"chunk\":8}", true)]
    [InlineData("{\"chunk\":7}\n\nevent: stderr\ndata: {\"chunk\":\"x\"}", true)]
    [InlineData("{\"chunk\":\"x\",\"seq\":[]}", false)]
    [InlineData("{\"chunk\":null}", false)]
    public async Task A_result_whose_output_could_not_all_be_read_is_truncated(string data, bool truncated)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: stderr\ndata: {data}\n\n" + Frames.Exit));

        (await Client.RunComputerAsync("a1", new() { Command = "x" }).Soon()).Truncated.Should().Be(truncated);
    }

    [Fact]
    public void A_list_loses_the_elements_that_can_not_be_read_and_the_whole_is_kept()
    {
        var read = WireJson.Read(
            """{"ports":[80,"no",443],"items":[{"n":1},7,{"n":"x","z":0},[]],"next":{"ports":[{}]}}"""u8, ReportJson.Default.Report);

        read.Ports.Should().Equal(80, 443);
        Kept(read.AdditionalProperties).Should().Be("""items=[{"n":1},7,{"n":"x","z":0},[]] ports=[80,"no",443]""");
        read.Items!.Select(item => item.N).Should().Equal(1, null);
        Kept(read.Items![1].AdditionalProperties).Should().Be("n=\"x\" z=0");
        read.Next!.Ports.Should().BeEmpty();
        Kept(read.Next.AdditionalProperties).Should().Be("ports=[{}]");
    }

    private static string Kept(IDictionary<string, JsonElement>? fields) =>
        string.Join(' ', (fields ?? new Dictionary<string, JsonElement>()).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value.GetRawText()}"));

    private async Task<ExecExitEvent> Exit(string data)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: exit\ndata: {data}\n\n"));
        return (await Client.ExecComputerAsync("a1", new() { Command = "x" }).All()).Should().ContainSingle().Which.Should().BeOfType<ExecExitEvent>().Subject;
    }

    private Task<ComputerStatus> Status(string json)
    {
        Wire.Answers("/api/agents/a1/computer/status", json);
        return Client.GetComputerStatusAsync("a1").Soon();
    }

    internal sealed record Report
    {
        public IReadOnlyList<int>? Ports { get; init; }

        public IReadOnlyList<Item>? Items { get; init; }

        public Report? Next { get; init; }

        [JsonExtensionData]
        public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
    }

    internal sealed record Item
    {
        public int? N { get; init; }

        [JsonExtensionData]
        public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Report))]
    internal sealed partial class ReportJson : JsonSerializerContext;
}
