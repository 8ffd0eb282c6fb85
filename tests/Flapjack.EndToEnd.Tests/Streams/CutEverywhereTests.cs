using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>A command's stream, cut once at each of its bytes, closed and reset, over TCP and over memory.</summary>
public sealed class CutEverywhereTests
{
    private const string Command = "printf 'out 1\\n'; printf 'err ü\\n' >&2; exit 3";

    // The ids and the duration have not always the same number of digits; past the end a fault just does not come about.
    private const int Bytes = 700;

    public static TheoryData<string, bool> Ways => new() { { "tcp", false }, { "tcp", true }, { "memory", false }, { "memory", true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task With_resume_the_output_is_the_same_every_time(string transport, bool reset)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        for (var at = 0; at < Bytes; at++)
        {
            broken.Faults.Add(reset ? Fault.ResetAfter(at) : Fault.CutAfter(at), FaultTarget.Exec, times: 1);

            var result = await broken.RunAsync(Command);

            result.Stdout.Should().Be("out 1\n", "cut at byte {0}", at);
            result.Stderr.Should().Be("err ü\n", "cut at byte {0}", at);
            result.Outcome.Should().Be(new ComputerExecOutcome.Exited(3), "cut at byte {0}", at);
        }

        broken.Faults.Fired.Count.Should().BeGreaterThan(450);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Without_it_every_cut_is_an_exception_and_no_command_runs_twice(string transport, bool reset)
    {
        await using var broken = await BrokenBackend.StartAsync(transport, extensions: false);
        var interrupted = 0;
        for (var at = 0; at < Bytes; at++)
        {
            broken.Faults.Add(reset ? Fault.ResetAfter(at) : Fault.CutAfter(at), FaultTarget.Exec, times: 1);
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
        // A cut kills its command, here and there before its first line; so each is named, lest one that is missing make up for one that ran twice.
        runs.Should().OnlyHaveUniqueItems().And.NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_bootstraps_log_is_whole_wherever_it_is_cut(string transport, bool reset)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        var whole = await ReadAsync(broken);
        for (var at = 0; at < 400; at++)
        {
            broken.Faults.Add(reset ? Fault.ResetAfter(at) : Fault.CutAfter(at), FaultTarget.Bootstrap, times: 1);

            (await ReadAsync(broken)).Should().Equal(whole, "cut at byte {0}", at);
        }

        broken.Faults.Fired.Count.Should().BeGreaterThan(200);
    }

    private static async Task<List<BootstrapEvent>> ReadAsync(BrokenBackend broken)
    {
        var events = new List<BootstrapEvent>();
        await foreach (var item in broken.Client.StreamBootstrapAsync(broken.AgentId, Limit.Token))
        {
            events.Add(item);
        }

        return events;
    }
}
