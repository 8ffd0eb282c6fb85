using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>What a caller reads whose command ran into its timeout.</summary>
public sealed class TimedOutCommandTests : WireTest
{
    private const string TimedOut = """
        event: exec_started
        data: {"execId":"exec_xyz","sandboxId":"heyo-abc"}

        event: exit
        data: {"ok":false,"exitCode":124,"durationMs":90012,"truncated":false,"timedOut":true}


        """;

    [Theory]
    [InlineData(90_000, "90 s")]
    [InlineData(1_500, "1.5 s")]
    public async Task The_message_names_the_option_and_its_value(int milliseconds, string shown)
    {
        var result = await Run(new() { Command = "x", Timeout = TimeSpan.FromMilliseconds(milliseconds) });

        result.Timeout.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
        result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>()
            .WithMessage($"The command ran into its timeout and was killed (exec_xyz). Its timeout was ExecComputerOptions.Timeout = {shown}.*");
    }

    [Fact]
    public async Task Without_one_it_says_that_the_service_decided()
    {
        var result = await Run(new() { Command = "x" });

        result.Timeout.Should().BeNull();
        result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>()
            .WithMessage("The command ran into its timeout and was killed (exec_xyz). Its timeout was the service's own, since ExecComputerOptions.Timeout was not set.*");
    }

    private Task<ComputerExecResult> Run(ExecComputerOptions options)
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(TimedOut));
        return Client.RunComputerAsync("a1", options).Soon();
    }
}
