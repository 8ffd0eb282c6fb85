using Flapjack.Cli.Calls;
using Flapjack.Cli.Execs;

namespace Flapjack.Cli.Tests.Execs;

public sealed class ExecEndTests
{
    [Theory]
    [InlineData(0, true, null, null, 0)]
    [InlineData(9, false, null, null, 9)]
    [InlineData(9, true, null, null, 9)]
    [InlineData(124, false, true, null, 124)]
    [InlineData(null, false, true, null, 124)]
    [InlineData(0, false, true, null, 124)]
    [InlineData(null, false, null, "SIGKILL", 137)]
    [InlineData(0, false, null, "SIGTERM", 143)]
    public void The_code_is_the_commands_and_a_failure_is_never_0(int? code, bool ok, bool? timedOut, string? signal, int expected) =>
        ExecEnd.CodeOf(new() { ExitCode = code, Ok = ok, TimedOut = timedOut, Signal = signal }).Should().Be(expected);

    [Theory]
    [InlineData(0, false)]
    [InlineData(256, true)]
    [InlineData(-1, false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    public void An_end_that_nobody_knows_is_unknown(int? code, bool ok)
    {
        var end = () => ExecEnd.CodeOf(new() { ExitCode = code, Ok = ok });

        end.Should().Throw<ToolException>().Which.ExitCode.Should().Be(244);
    }
}
