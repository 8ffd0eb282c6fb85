using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>A command's stream, cut once at each of its bytes, closed and reset, over TCP and over memory.</summary>
public sealed class CutEverywhereTests
{
    private const string Command = "printf 'out 1\\n'; printf 'err ü\\n' >&2; exit 3";

    [Theory]
    [MemberData(nameof(EveryCut.Ways), MemberType = typeof(EveryCut))]
    public async Task With_resume_the_output_is_the_same_every_time(string transport, bool reset)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        foreach (var at in EveryCut.Of(broken.Faults, FaultTarget.Exec, reset))
        {
            var result = await broken.RunAsync(Command);

            result.Stdout.Should().Be("out 1\n", "cut at byte {0}", at);
            result.Stderr.Should().Be("err ü\n", "cut at byte {0}", at);
            result.Outcome.Should().Be(new ComputerExecOutcome.Exited(3), "cut at byte {0}", at);
        }

        broken.Faults.Fired.Count.Should().BeGreaterThan(450);
    }
}
