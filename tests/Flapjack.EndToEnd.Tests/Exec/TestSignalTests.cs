using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>What the status tells of the last command that runs tests.</summary>
public sealed class TestSignalTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_command_that_looks_like_a_test_run_is_told_with_its_end(int exitCode)
    {
        // The runner is a function of the shell: no tool is needed.
        var command = $"pytest() {{ echo '3 tests'; return {exitCode}; }}\npytest -q";
        await computer.RunAsync(command);

        var tests = await TestsLastAsync();

        tests!.Value.GetProperty("command").GetString().Should().Be(command);
        tests.Value.GetProperty("exitCode").GetInt32().Should().Be(exitCode);
        tests.Value.GetProperty("ok").GetBoolean().Should().Be(exitCode == 0);
        tests.Value.GetProperty("execId").GetString().Should().StartWith("exec_");
    }

    [Fact]
    public async Task Another_command_says_nothing_of_tests()
    {
        var agentId = await computer.Client.CreateReadyAsync(new() { Name = "untested", Template = ComputerTemplate.Blank });
        await computer.Client.RunAsync(agentId, "echo contest");

        (await computer.Client.GetComputerStatusAsync(agentId, Limit.Token)).Signals.TestsLast.Should().BeNull();
    }

    private async Task<JsonElement?> TestsLastAsync() => (await computer.Client.GetComputerStatusAsync(computer.AgentId, Limit.Token)).Signals.TestsLast;
}
