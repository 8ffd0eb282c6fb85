using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

public sealed class SignalTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task A_process_may_answer_the_signal_that_asks_it_to_end()
    {
        await using var processes = await real.ProcessesAsync();
        await using var process = await processes.StartAsync(
            new() { Command = "bash", Arguments = ["-c", "trap 'echo asked; exit 9' TERM; echo ready; while :; do read -t 0.01 line; done"] }, Limit.Token);
        await process.ReadUntilAsync("ready\n");

        await process.SignalAsync(ComputerProcessSignal.Terminate, Limit.Token);

        var (output, ended) = await process.ReadToEndAsync();
        (output, ended.ExitCode, ended.Exited).Should().Be(("asked\n", 9, true));
    }

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_killed_process_has_not_exited_and_killing_it_again_is_no_error(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using var process = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "echo $$; exec sleep 1000"] }, Limit.Token);
        var pid = HostProcesses.Read(await process.ReadUntilAsync("\n"));

        await process.KillAsync(Limit.Token);
        var ended = await process.WaitAsync(Limit.Token);
        await process.KillAsync(Limit.Token);

        (ended.Ok, ended.Exited, ended.ExitCode, ended.Status).Should().Be((false, false, -1, "signal: killed"));
        await HostProcesses.EndAsync(pid);
        var act = () => process.SignalAsync(ComputerProcessSignal.Terminate, Limit.Token);
        await act.Should().ThrowAsync<AgentComputerNotFoundException>();
    }

    [Fact]
    public async Task A_reader_that_leaves_does_not_end_the_process()
    {
        await using var processes = await real.ProcessesAsync();
        var process = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "echo $$; exec sleep 1000"] }, Limit.Token);
        var pid = HostProcesses.Read(await process.ReadUntilAsync("\n"));

        await process.DisconnectAsync();

        (await processes.ListAsync(Limit.Token)).Should().ContainSingle().Which.Pid.Should().Be(process.Pid);
        HostProcesses.IsAlive(pid[0]).Should().BeTrue();

        await processes.SignalAsync(process.Pid, ComputerProcessSignal.Kill, Limit.Token);
        await HostProcesses.EndAsync(pid);
    }

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_process_is_killed_with_all_that_it_has_started(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using var process = await processes.StartAsync(
            new() { Command = "bash", Arguments = ["-c", "(trap '' TERM; setsid sleep 1000 & echo \"$!\"; wait) & wait"] }, Limit.Token);
        var child = HostProcesses.Read(await process.ReadUntilAsync("\n"))[0];

        await process.KillTreeAsync(Limit.Token);

        (await process.WaitAsync(Limit.Token)).Status.Should().Be("signal: killed");
        await HostProcesses.EndAsync(child);
        await process.KillTreeAsync(Limit.Token);
    }

    [Fact]
    public async Task A_process_answers_a_signal_that_reaches_what_it_has_started_too()
    {
        await using var processes = await real.ProcessesAsync();
        await using var process = await processes.StartAsync(
            new() { Command = "bash", Arguments = ["-c", "trap 'echo asked; exit 9' TERM; setsid sleep 1000 & echo \"$!\"; while :; do wait; done"], Tag = "family" }, Limit.Token);
        var child = HostProcesses.Read(await process.ReadUntilAsync("\n"))[0];

        await processes.SignalTreeAsync("family", ComputerProcessSignal.Terminate, Limit.Token);

        var (output, ended) = await process.ReadToEndAsync();
        (output, ended.ExitCode).Should().Be(("asked\n", 9));
        await HostProcesses.EndAsync(child);
    }
}
