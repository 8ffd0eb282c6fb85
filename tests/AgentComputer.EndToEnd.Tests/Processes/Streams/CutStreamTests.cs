using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes.Streams;

/// <summary>The stream of a process, cut once at each of its bytes, closed in good order and reset, in both codecs.</summary>
public sealed class CutStreamTests : IAsyncLifetime
{
    // Not every process id has the same number of digits, so one cut that came too late is not yet the end.
    private const int TooLateInARow = 12;

    // An answer that never ends must fail the test, not keep it busy.
    private const int Most = 2_000;

    private readonly FaultPlan _faults = new();
    private RealBackend _real = null!;
    private string _id = null!;

    public static TheoryData<ProcessCodec, bool> Ways => new()
    {
        { ProcessCodec.Json, false }, { ProcessCodec.Json, true }, { ProcessCodec.Protobuf, false }, { ProcessCodec.Protobuf, true },
    };

    public async Task InitializeAsync()
    {
        _real = await RealBackend.StartAsync(new() { Faults = _faults });
        _id = (await _real.CreateAsync()).Id;
    }

    public Task DisposeAsync() => _real.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_cut_is_an_exception_and_nothing_runs_twice(ProcessCodec codec, bool reset)
    {
        await using var processes = await _real.Client.OpenProcessesAsync(_id, new() { Codec = codec }, Limit.Token);
        var (interrupted, tooLate, at) = (0, 0, 0);
        for (; at < Most && tooLate < TooLateInARow; at++)
        {
            var before = _faults.Fired.Count;
            _faults.Add(reset ? Fault.ResetAfter(at) : Fault.CutAfter(at), FaultTarget.StartProcess, times: 1);
            interrupted += await IsInterruptedAsync(processes, at) ? 1 : 0;
            tooLate = _faults.Fired.Count == before ? tooLate + 1 : 0;
        }

        tooLate.Should().Be(TooLateInARow, "the answer has an end");
        _faults.Fired.Count.Should().BeGreaterThan(50).And.BeInRange(interrupted, interrupted + 3, "a cut behind the last frame takes nothing away");
        await Eventually.HoldsAsync(async () => (await processes.ListAsync(Limit.Token)).Count == 0, "the processes end by themselves");
        var runs = (await _real.Client.ReadTextFileAsync(_id, "ran", Limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        runs.Should().OnlyHaveUniqueItems("nothing runs twice").And.HaveCount(at, "a cut does not end the process");
    }

    [Fact]
    public async Task A_stream_that_is_cut_leaves_its_process_to_be_found_again()
    {
        _faults.Add(Fault.ResetAfter(400), FaultTarget.StartProcess, times: 1);
        await using var processes = await _real.Client.OpenProcessesAsync(_id, cancellationToken: Limit.Token);
        await using var process = await processes.StartAsync(
            new() { Command = "sh", Arguments = ["-c", "while read line; do echo \"$line$line$line\"; done; exit 6"], Tag = "cut" }, Limit.Token);
        var line = new string('x', 100) + "\n";
        var act = async () =>
        {
            await process.SendInputAsync(System.Text.Encoding.UTF8.GetBytes(line + line), Limit.Token);
            await process.ReadToEndAsync();
        };

        await act.Should().ThrowAsync<AgentComputerStreamInterruptedException>();
        var again = () => process.WaitAsync(Limit.Token);
        await again.Should().ThrowAsync<AgentComputerStreamInterruptedException>("what has failed never ends well");

        await using var found = await processes.ConnectAsync("cut", cancellationToken: Limit.Token);
        await found.CloseStdinAsync(Limit.Token);
        (await found.WaitAsync(Limit.Token)).ExitCode.Should().Be(6);
    }

    /// <summary>Whether the run is an exception; otherwise its result must be the true result.</summary>
    private static async Task<bool> IsInterruptedAsync(ComputerProcesses processes, int at)
    {
        try
        {
            var result = await processes.RunAsync(
                new ComputerProcessStart
                {
                    Command = "sh",
                    Arguments = ["-c", $"echo {at} >> ran; echo out; exit 3"],
                    WorkingDirectory = ComputerWorkspace.Root,
                },
                Limit.Token);
            (result.ExitCode, result.Stdout).Should().Be((3, "out\n"), "cut at byte {0}", at);
            return false;
        }
        catch (AgentComputerStreamInterruptedException)
        {
            return true;
        }
    }
}
