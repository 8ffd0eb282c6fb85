using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>A command's stream of a server that can't resume, cut once at each of its bytes, closed and reset, over TCP and over memory.</summary>
public sealed class CutWithoutResumeTests
{
    private const string Command = "printf 'out 1\\n'; printf 'err ü\\n' >&2; exit 3";

    [Theory]
    [MemberData(nameof(EveryCut.Ways), MemberType = typeof(EveryCut))]
    public async Task Every_cut_is_an_exception_and_no_command_runs_twice(string transport, bool reset)
    {
        await using var broken = await BrokenBackend.StartAsync(transport, extensions: false);
        var interrupted = 0;
        foreach (var at in EveryCut.Of(broken.Faults, FaultTarget.Exec, reset))
        {
            try
            {
                var result = await broken.RunAsync($"echo {at} >> ~/ran; " + Command);

                (result.Outcome, result.Stdout, result.Stderr).Should().Be((new ComputerExecOutcome.Exited(3), "out 1\n", "err ü\n"), "cut at byte {0}", at);
            }
            catch (FlapjackStreamInterruptedException)
            {
                interrupted++;
            }
        }

        // A cut behind the last event takes nothing away. The documented stream has some 260 bytes.
        broken.Faults.Fired.Count.Should().BeInRange(interrupted, interrupted + 3).And.BeGreaterThan(250);
        var runs = (await broken.RunAsync("cat ~/ran")).Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // A cut ends its command, sometimes before the command's first line; so each line names its cut: a missing line can't hide a command that ran twice.
        runs.Should().OnlyHaveUniqueItems().And.NotBeEmpty();
    }
}
