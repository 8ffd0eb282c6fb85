using System.Collections.Concurrent;
using System.Globalization;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Processes;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>
/// What a status and a deletion read of processes is the same with many agents as with few, and nothing at all where nothing runs. The shells that wait
/// for commands are processes that a look reads: as many as the option says, however many agents there are. Other tests would start processes beside it.
/// </summary>
[Collection(AloneInTheProcess.Name)]
public sealed class ProcessGrowthTests : IAsyncLifetime
{
    private const int ShellsAhead = 3;
    private static readonly TimeSpan LifetimeOfALook = TimeSpan.FromSeconds(10);

    private readonly ArmedTime _clock = new();
    private TestBackend _server = null!;
    private int _shellsAhead;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(ShellsAhead)]
    public async Task The_status_of_a_computer_on_which_nothing_runs_reads_no_process(int shellsAhead)
    {
        await StartAsync(shellsAhead);
        var agent = await NewAgentAsync();

        (await FilesOfAsync(() => StatusAsync(agent))).Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ShellsAhead)]
    public async Task What_a_later_command_leaves_running_is_found_again_and_ended(int shellsAhead)
    {
        await StartAsync(shellsAhead);
        var agent = await NewAgentAsync();
        var process = int.Parse((await _server.RunAsync(agent, "sleep 1000 & echo $!")).Stdout, CultureInfo.InvariantCulture);

        (await FilesOfAsync(() => StatusAsync(agent))).Should().BePositive();
        HostProcesses.IsAlive(process).Should().BeTrue();
        await _server.DeleteAsync($"/api/agents/{agent}");

        await HostProcesses.EndAsync(process);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ShellsAhead)]
    public async Task The_files_of_processes_that_a_status_and_a_deletion_open_do_not_depend_on_the_number_of_agents(int shellsAhead)
    {
        await StartAsync(shellsAhead);
        var busy = await NewAgentAsync();
        await _server.RunAsync(busy, "sleep 1000 &");
        var few = await CountAsync(busy, ShellsAhead + 1);
        var many = await CountAsync(busy, 25);

        many.Should().Be(few, "there are 40 agents now, and were ten before");
    }

    private async Task<(long Status, long Deletion)> CountAsync(string busy, int added)
    {
        var agents = new Queue<string>();
        for (var n = 0; n < added; n++)
        {
            agents.Enqueue(await NewAgentAsync());
        }

        await ShellsHaveArrivedAsync();
        var status = await LeastAsync(() => StatusAsync(busy));
        for (var n = 0; n < 5; n++)
        {
            agents.Enqueue(await NewAgentAsync());
        }

        await ShellsHaveArrivedAsync();
        return (status, await LeastAsync(() => _server.DeleteAsync($"/api/agents/{agents.Dequeue()}"), times: 5));
    }

    // A process may come or go by itself in one of the calls, so the cheapest counts. Each look also reads the processes of other backends on the machine; they
    // have nothing to do with the agents of this one.
    private async Task<long> LeastAsync(Func<Task> call, int times = 10)
    {
        var least = long.MaxValue;
        for (var n = 0; n < times; n++)
        {
            ConcurrentQueue<int> opened = [];
            _server.Backend.Processes().Opening = opened.Enqueue;
            await call();
            _server.Backend.Processes().Opening = null;
            var own = HostProcesses.WithEnvironment(_server.Backend.Folder()).ToHashSet();
            least = Math.Min(least, opened.Count(own.Contains));
        }

        return least;
    }

    private async Task<long> FilesOfAsync(Func<Task> call)
    {
        var before = _server.Backend.Processes().Opened;
        await call();
        return _server.Backend.Processes().Opened - before;
    }

    /// <summary>
    /// Until the shells that may wait do so and have ended their login files, and those that made room for them are gone: then no process comes or goes by itself.
    /// </summary>
    private Task ShellsHaveArrivedAsync() => Eventually.HoldsAsync(
        () =>
        {
            var all = AllProcesses();
            var shells = all.Where(process => process.ParentId == Environment.ProcessId).ToDictionary(process => process.Id);
            return shells.Count == _shellsAhead
                && _server.Backend.ShellsAhead().Waiting == _shellsAhead
                // One that still starts runs, or waits for a program in its session.
                && shells.Values.All(shell => shell.State == 'S')
                && all.Count(process => shells.ContainsKey(process.Session)) == _shellsAhead;
        },
        "the shells that wait have arrived");

    // Also those that have ended and were not taken back yet: a look reads their state.
    private static List<ProcessStat> AllProcesses()
    {
        List<ProcessStat> all = [];
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                if (char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                {
                    all.Add(ProcessStat.Parse(File.ReadAllText(Path.Combine(folder, "stat"))));
                }
            }
            catch (IOException)
            {
                // It has gone meanwhile.
            }
        }

        return all;
    }

    private async Task StartAsync(int shellsAhead)
    {
        _shellsAhead = shellsAhead;
        _server = await TestBackend.StartAsync(options => (options.TimeProvider, options.ShellsAhead) = (_clock, shellsAhead));
    }

    /// <summary>An agent on whose computer a command has run, and two statuses have found that nothing of it is left.</summary>
    private async Task<string> NewAgentAsync()
    {
        var agent = await _server.CreateReadyAgentAsync();
        await _server.RunAsync(agent, "true");
        // The start of a shell that waits is no start of a command, so two statuses behind it are enough.
        await Eventually.HoldsAsync(
            () => _shellsAhead == 0 || _server.Backend.ComputerOf(agent).Processes.Ahead.Shell is not null, "a shell waits for the next command");
        await StatusAsync(agent);
        await StatusAsync(agent);
        return agent;
    }

    private Task<HttpAnswer> StatusAsync(string agent)
    {
        _clock.Advance(LifetimeOfALook);
        return _server.GetAsync($"/api/agents/{agent}/computer/status");
    }
}
