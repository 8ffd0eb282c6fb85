using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Json;

/// <summary>What the size or the depth of a field must not cost: the answer, and the result of a command above all.</summary>
public sealed class UnlostAnswerTests : WireTest
{
    [Theory]
    [InlineData(64)]
    [InlineData(500)]
    public async Task A_field_may_be_nested_deep(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);

        var exit = await Exit($$"""{"ok":true,"exitCode":0,"durationMs":[],"trace":{{deep}}}""");
        var status = await Status($$$"""{"computer":{"status":"ready","id":7},"signals":{"testsLast":{{{deep}}}}}""");

        (exit.Ok, exit.ExitCode).Should().Be((true, 0));
        exit.AdditionalProperties!["trace"].GetRawText().Should().Be(deep);
        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        status.Signals.TestsLast!.Value.GetRawText().Should().Be(deep);
    }

    [Fact]
    public async Task A_configuration_goes_back_with_what_is_nested_deep()
    {
        var deep = new string('[', 500) + new string(']', 500);
        Wire.Answers("/api/agents/a1/computer", $$"""{"enabled":[],"scope":"agent","x":{{deep}}}""");
        var config = await Client.GetComputerConfigAsync("a1").Soon();

        await Client.UpdateComputerConfigAsync("a1", config with { Enabled = true }).Soon();

        Wire.Requests[1].Body.Should().Be($$"""{"enabled":true,"scope":"agent","x":{{deep}}}""");
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("0")]
    public async Task A_signal_that_names_none_is_none(string signal)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: exit\ndata: {{\"ok\":true,\"exitCode\":0,\"signal\":{signal}}}\n\n"));

        (await Client.RunComputerAsync("a1", new() { Command = "x" }).Soon()).EnsureSuccess().ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("[]", "[]")]
    [InlineData("[{\"ok\":true,\"exitCode\":0}]", "[{\"ok\":true,\"exitCode\":0}]")]
    [InlineData("\"ok\"", "\"ok\"")]
    [InlineData("0", "0")] // it may be the code, or be none
    [InlineData("true", "true")]
    public async Task The_output_of_a_command_is_not_lost_for_an_exit_that_is_no_object(string data, string? kept)
    {
        var frames = Frames.Started + Frames.Stdout("done") + $"event: exit\ndata: {data}\n\n";
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(frames));

        var result = await Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();
        var events = await Client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        (result.Ok, result.ExitCode, result.Stdout).Should().Be((false, null, "done"));
        result.Outcome.Should().BeOfType<ComputerExecOutcome.Unknown>();
        var exit = events[^1].Should().BeOfType<ExecExitEvent>().Subject;
        (exit.AdditionalProperties is null ? null : exit.AdditionalProperties["data"].GetRawText()).Should().Be(kept);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\"exec_1\"")]
    [InlineData("[]")]
    public async Task A_command_is_not_lost_for_a_beginning_that_is_no_object(string data)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: exec_started\ndata: {data}\n\n" + Frames.Stdout("done") + Frames.Exit));

        var result = await Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

        (result.ExecId, result.Stdout, result.ExitCode).Should().Be((null, "done", 0));
    }

    [Theory]
    [InlineData("stdout", "{\"Chunk\":\"done\"}")]
    [InlineData("stdout", "{\"CHUNK\":\"done\",\"Type\":\"stdout\"}")]
    [InlineData("stdout", "{\"\\u0043hunk\":\"done\"}")]
    [InlineData("stdout", "{\"ChunkBase64\":\"ZG9uZQ==\",\"Chunk\":\"dono\"}")]
    [InlineData("stdout", "\uFEFF{\"chunk\":\"done\"}")]
    [InlineData("stderr", "{\"chunk\":null,\"chunkbase64\":\"ZG9uZQ==\"}")]
    public async Task Output_is_not_lost_for_the_case_of_its_fields_names_or_a_byte_order_mark(string type, string data)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Started + $"event: {type}\ndata: {data}\n\n" + "event: exit\ndata: {\"OK\":true,\"ExitCode\":0}\n\n"));

        var events = await Client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        var output = events[1].Should().BeAssignableTo<ExecOutputEvent>().Subject;
        (output.Chunk, output.AdditionalProperties).Should().Be(("done", null));
        events[2].Should().BeOfType<ExecExitEvent>().Which.ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("{\"ok\":true,\"durationMs\":NaN}", "durationMs")]
    [InlineData("{\"ok\":true,\"exitCode\":0x1}", "exitCode")]
    [InlineData("{\"ok\":yes}", "ok")]
    public async Task What_is_no_json_names_the_field_where_it_breaks(string data, string field)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: exit\ndata: {data}\n\n"));

        var exec = () => Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();
        var status = () => Status($$"""{"computer":{{data}}}""");

        await exec.Should().ThrowAsync<FlapjackProtocolException>().WithMessage($"*$.{field}*");
        await status.Should().ThrowAsync<FlapjackProtocolException>().WithMessage($"*not JSON*$.computer.{field}*");
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("\"1e18\"")]
    [InlineData("922337203685478")]
    [InlineData("-9223372036854775808")]
    public async Task The_result_of_a_command_is_not_lost_for_a_duration_that_no_TimeSpan_holds(string duration)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: exit\ndata: {{\"ok\":true,\"exitCode\":0,\"durationMs\":{duration}}}\n\n"));

        var result = await Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

        result.EnsureSuccess().ExitCode.Should().Be(0);
        (result.Duration < TimeSpan.Zero).Should().Be(duration.StartsWith('-'));
    }

    [Fact]
    public async Task The_result_of_a_command_is_not_lost_for_its_duration()
    {
        var frames = Frames.Started + Frames.Stdout("done") + "event: exit\ndata: {\"ok\":true,\"exitCode\":0,\"durationMs\":4120.53,\"truncated\":\"no\"}\n\n";
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(frames));

        var result = await Client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

        (result.EnsureSuccess().Stdout, result.Duration, result.Truncated).Should().Be(("done", TimeSpan.FromMilliseconds(4121), false));
    }

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
}
