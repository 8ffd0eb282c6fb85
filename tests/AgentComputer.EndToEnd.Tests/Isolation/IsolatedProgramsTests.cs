using AgentComputer.EndToEnd.Tests.Processes;
using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;
using Testing.Backend;

namespace AgentComputer.EndToEnd.Tests.Isolation;

/// <summary>Programs and terminals inside of bubblewrap, where the computer has the places that the API names.</summary>
public sealed class IsolatedProgramsTests : IAsyncLifetime
{
    private static readonly WaitOptions Soon = new() { Interval = TimeSpan.FromMilliseconds(20) };

    private AgentComputerBackend? _backend;
    private AgentComputerClient _client = null!;
    private string _id = "";

    public async Task InitializeAsync()
    {
        if (FactWithBubblewrapAttribute.WhyNot is null)
        {
            _backend = await AgentComputerBackend.StartAsync(new() { IsIsolated = true });
            _client = _backend.CreateClient();
            _id = (await _client.WaitUntilRunningAsync((await _client.CreateComputerAsync()).Computer.Id, Soon)).Id;
        }
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await (_backend?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [FactWithBubblewrap]
    public async Task A_program_finds_its_files_where_the_API_says_and_nothing_of_the_hosts()
    {
        await _client.WriteTextFileAsync(_id, "notes.txt", "hello\n");

        var result = await _client.ExecAsync(_id, new()
        {
            Command = ["sh", "-c", "cat /home/node/workspace/notes.txt; pwd; echo $HOME $COLOUR; ls /home"],
            Cwd = "/home/node/workspace",
            Env = new Dictionary<string, string> { ["COLOUR"] = "blue" },
        });

        (result.Stdout, result.Stderr).Should().Be(("hello\n/home/node/workspace\n/home/node blue\nnode\n", ""));
    }

    [FactWithBubblewrap]
    public async Task A_program_reads_its_input_and_is_told_exactly_how_it_ends()
    {
        await using var processes = await _client.OpenProcessesAsync(_id);
        await using var cat = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "cat; exit 7"] }, Limit.Token);

        await cat.SendInputAsync("through the wall"u8.ToArray(), Limit.Token);
        await cat.CloseStdinAsync(Limit.Token);

        var (output, ended) = await cat.ReadToEndAsync();
        (output, ended.ExitCode, ended.Exited).Should().Be(("through the wall", 7, true));
    }

    [FactWithBubblewrap]
    public async Task A_signal_reaches_the_program_inside()
    {
        await using var processes = await _client.OpenProcessesAsync(_id);
        await using var trapping = await processes.StartAsync(new() { Command = "bash", Arguments = ["-c", "trap 'echo caught; exit 5' TERM; echo ready; while :; do sleep 0.1; done"] }, Limit.Token);
        await trapping.ReadUntilAsync("ready");

        await trapping.SignalAsync(ComputerProcessSignal.Terminate, Limit.Token);

        var (output, ended) = await trapping.ReadToEndAsync();
        output.Should().Contain("caught");
        ended.ExitCode.Should().Be(5);
    }

    [FactWithBubblewrap]
    public async Task A_shell_on_a_terminal_sees_its_size_and_takes_control_C()
    {
        await using var processes = await _client.OpenProcessesAsync(_id);
        await using var shell = await processes.StartAsync(
            new() { Command = "bash", Arguments = ["--norc"], EnvironmentVariables = new Dictionary<string, string> { ["PS1"] = "ready> " }, Terminal = new(80, 24) }, Limit.Token);
        await shell.ReadUntilAsync("ready> ");

        await shell.ResizeAsync(new(132, 50), Limit.Token);
        await shell.SendInputAsync("stty size; sh -c 'echo be''gun; exec sleep 1000'\n"u8.ToArray(), Limit.Token);
        (await shell.ReadUntilAsync("begun")).Should().Contain("50 132");
        await shell.SendInputAsync(new byte[] { 3 }, Limit.Token);
        await shell.ReadUntilAsync("ready> ");
        await shell.SendInputAsync("echo sta''tus $?; exit\n"u8.ToArray(), Limit.Token);

        (await shell.ReadToEndAsync()).Output.Should().Contain("status 130");
    }

    [FactWithBubblewrap]
    public async Task Stopping_the_computer_ends_all_that_a_program_has_started()
    {
        await using var processes = await _client.OpenProcessesAsync(_id);
        await using var parent = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "setsid sleep 1000 & sleep 1000 & echo ready; wait"] }, Limit.Token);
        await parent.ReadUntilAsync("ready");
        var mark = $"AGENTCOMPUTER_COMPUTER_ID={_backend!.Parts.House.Computers.Find(_id)!.Id}";

        await _client.WaitForOperationAsync((await _client.StopComputerAsync(_id)).Operation!.Id, Soon);

        HostProcesses.WithEnvironment(mark).Should().BeEmpty();
        (await parent.ReadToEndAsync()).Ended.Ok.Should().BeFalse();
    }

    [FactWithBubblewrap]
    public async Task A_signal_to_the_tree_of_a_program_reaches_only_what_is_inside()
    {
        await using var processes = await _client.OpenProcessesAsync(_id);
        await using var process = await processes.StartAsync(
            new() { Command = "bash", Arguments = ["-c", "trap : TERM; sleep 1000 & child=$!; echo ready; wait; wait $child; echo \"child $?\"; exit 9"] }, Limit.Token);
        await process.ReadUntilAsync("ready\n");

        await process.SignalTreeAsync(ComputerProcessSignal.Terminate, Limit.Token);

        var (output, ended) = await process.ReadToEndAsync();
        (output, ended.ExitCode, ended.Exited).Should().Be(("child 143\n", 9, true));
    }
}
