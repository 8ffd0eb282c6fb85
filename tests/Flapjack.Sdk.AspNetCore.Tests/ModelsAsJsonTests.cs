using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk.AspNetCore.Tests;

/// <summary>
/// An app writes our records as JSON of its own, with its own options or its own source-generated context. The tests stand here because this project
/// sees of the SDK what an app sees.
/// </summary>
public sealed partial class ModelsAsJsonTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Options => ["default", "web", "generated", "generated, base types alone"];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_event_of_a_command_carries_its_type_and_reads_back(string options)
    {
        var events = new (ComputerExecEvent Event, string Start)[]
        {
            (new ExecStartedEvent { ExecId = "e1", ComputerId = "h1" }, """{"type":"exec_started","execId":"e1","computerId":"h1"""),
            (new ExecStdoutEvent { Chunk = "a" }, """{"type":"stdout","chunk":"a"""),
            (new ExecStderrEvent { Chunk = "b" }, """{"type":"stderr","chunk":"b"""),
            (new ExecOutputDroppedEvent { Stream = "stdout", FromByte = 1, ToByte = 2 }, """{"type":"output_dropped","stream":"stdout","fromByte":1,"toByte":2"""),
            (new ExecErrorEvent { Code = "C", Detail = "d" }, """{"type":"error","code":"C","detail":"d"""),
            (new ExecExitEvent { Ok = true, ExitCode = 0, DurationMs = 5, AdditionalProperties = new Dictionary<string, JsonElement> { ["x"] = JsonElement.Parse("[1]") } }, """{"type":"exit","ok":true,"exitCode":0,"durationMs":5"""),
            (new UnknownExecEvent("weather", JsonElement.Parse("""{"sun":true}""")), """{"type":"weather","data":{"sun":true}}"""),
            (new UnknownExecEvent("ping", default), """{"type":"ping"}"""),
        };

        foreach (var (item, start) in events)
        {
            var json = Write(item, options);

            json.Should().StartWith(start).And.NotContain("andbox").And.Match(text => Once(text, "type"));
            Write(Read<ComputerExecEvent>(json, options), options).Should().Be(json);
            if (!options.Contains("alone", StringComparison.Ordinal))
            {
                JsonSerializer.Serialize(item, item.GetType(), OptionsOf(options)).Should().Be(json);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_event_of_a_bootstrap_carries_its_type_and_reads_back(string options)
    {
        var events = new (BootstrapEvent Event, string Start)[]
        {
            (new BootstrapLogEvent { Chunk = "a" }, """{"type":"log","chunk":"a"""),
            (new BootstrapStatusEvent { Status = ComputerLifecycleStatus.Bootstrapping }, """{"type":"status","status":"bootstrapping"""),
            (new BootstrapDoneEvent { Status = ComputerLifecycleStatus.Ready, ExitCode = 0 }, """{"type":"done","status":"ready","exitCode":0"""),
            (new UnknownBootstrapEvent("progress", JsonElement.Parse("40")), """{"type":"progress","data":40}"""),
        };

        foreach (var (item, start) in events)
        {
            var json = Write(item, options);

            json.Should().StartWith(start);
            Write(Read<BootstrapEvent>(json, options), options).Should().Be(json);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_status_has_no_second_computer(string options)
    {
        var status = new ComputerStatus { Computer = new() { Id = "h1", Status = ComputerLifecycleStatus.Ready } };

        var json = Write(status, options);

        json.Should().Contain("\"computer\":{\"id\":\"h1\",\"status\":\"ready\"").And.NotContain("andbox");
        Read<ComputerStatus>(json, options).Computer.Should().BeEquivalentTo(status.Computer);
        Read<ComputerStatus>(json.Replace("computer\"", "sandbox\"", StringComparison.Ordinal), options).Computer.Should().BeEquivalentTo(status.Computer);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_new_agent_has_no_second_computer(string options)
    {
        var created = new CreateAgentFromTemplateResponse { Agent = new() { Id = "a1" }, Computer = new() { AgentId = "a1" }, Template = ComputerTemplate.Blank };

        var json = Write(created, options);

        json.Should().Contain("\"computer\":{\"agent_id\":\"a1\"").And.Contain("\"template\":\"blank\"").And.NotContain("andbox");
        var again = Read<CreateAgentFromTemplateResponse>(json.Replace("computer\"", "sandbox\"", StringComparison.Ordinal), options);
        again.Computer.AgentId.Should().Be("a1");
        again.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_webhook_has_its_event_and_one_computer_and_reads_back(string options)
    {
        var webhook = ComputerWebhookPayload.Parse("""{"event":"bootstrap.failed","agentId":"a1","sandboxId":"h1","exitCode":1,"x":2}"""u8);

        var json = Write(webhook, options);

        json.Should().StartWith("""{"event":"bootstrap.failed","agentId":"a1",""").And.Contain("\"computerId\":\"h1\"").And.NotContain("andbox");
        Read<ComputerWebhookPayload>(json, options).Should().BeOfType<BootstrapFailed>().Which.ComputerId.Should().Be("h1");
    }

    [Fact]
    public void What_has_no_type_is_no_event()
    {
        var read = () => JsonSerializer.Deserialize<ComputerExecEvent>("""{"chunk":"x"}""");

        read.Should().Throw<JsonException>();
    }

    [Fact]
    public void A_result_says_how_it_ended()
    {
        var result = new ComputerExecResult { ExecId = "e1", Outcome = new ComputerExecOutcome.Signaled("SIGKILL"), StdoutBytes = Encoding.UTF8.GetBytes("out") };

        var json = JsonSerializer.Serialize(result);

        json.Should().Contain("""{"type":"signaled","Signal":"SIGKILL"}""");
        var again = JsonSerializer.Deserialize<ComputerExecResult>(json)!;
        (again.Outcome, again.Stdout).Should().Be((result.Outcome, "out"));
    }

    private static bool Once(string json, string name) => json.Split($"\"{name}\":").Length == 2;

    private static JsonSerializerOptions OptionsOf(string options) => options switch
    {
        "default" => JsonSerializerOptions.Default,
        "web" => Web,
        "generated" => AppJson.Default.Options,
        _ => BaseTypesJson.Default.Options,
    };

    private static string Write<T>(T value, string options) => JsonSerializer.Serialize(value, OptionsOf(options));

    private static T Read<T>(string json, string options) => JsonSerializer.Deserialize<T>(json, OptionsOf(options))!;

    [JsonSerializable(typeof(ComputerExecEvent))]
    [JsonSerializable(typeof(ExecStartedEvent))]
    [JsonSerializable(typeof(ExecStdoutEvent))]
    [JsonSerializable(typeof(ExecStderrEvent))]
    [JsonSerializable(typeof(ExecOutputDroppedEvent))]
    [JsonSerializable(typeof(ExecErrorEvent))]
    [JsonSerializable(typeof(ExecExitEvent))]
    [JsonSerializable(typeof(UnknownExecEvent))]
    [JsonSerializable(typeof(BootstrapEvent))]
    [JsonSerializable(typeof(BootstrapLogEvent))]
    [JsonSerializable(typeof(BootstrapStatusEvent))]
    [JsonSerializable(typeof(BootstrapDoneEvent))]
    [JsonSerializable(typeof(UnknownBootstrapEvent))]
    [JsonSerializable(typeof(ComputerStatus))]
    [JsonSerializable(typeof(CreateAgentFromTemplateResponse))]
    [JsonSerializable(typeof(ComputerWebhookPayload))]
    [JsonSerializable(typeof(BootstrapFailed))]
    private sealed partial class AppJson : JsonSerializerContext;

    [JsonSerializable(typeof(ComputerExecEvent))]
    [JsonSerializable(typeof(BootstrapEvent))]
    [JsonSerializable(typeof(ComputerStatus))]
    [JsonSerializable(typeof(CreateAgentFromTemplateResponse))]
    [JsonSerializable(typeof(ComputerWebhookPayload))]
    private sealed partial class BaseTypesJson : JsonSerializerContext;
}
