using System.Globalization;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>What a status and a deletion read of processes is the same with many agents as with few, and nothing at all where nothing runs. Other tests would start processes beside it.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class ProcessGrowthTests : IAsyncLifetime
{
    private static readonly TimeSpan LifetimeOfALook = TimeSpan.FromSeconds(10);

    private readonly ArmedTime _clock = new();
    private TestBackend _server = null!;

    public async Task InitializeAsync() => _server = await TestBackend.StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_status_of_a_computer_on_which_nothing_runs_reads_no_process()
    {
        var agent = await NewAgentAsync();

        (await FilesOfAsync(() => StatusAsync(agent))).Should().Be(0);
    }

    [Fact]
    public async Task What_a_later_command_leaves_running_is_found_again_and_ended()
    {
        var agent = await NewAgentAsync();
        var process = int.Parse((await _server.RunAsync(agent, "sleep 1000 & echo $!")).Stdout, CultureInfo.InvariantCulture);

        (await FilesOfAsync(() => StatusAsync(agent))).Should().BePositive();
        HostProcesses.IsAlive(process).Should().BeTrue();
        await _server.DeleteAsync($"/api/agents/{agent}");

        await HostProcesses.EndAsync(process);
    }

    [Fact]
    public async Task The_files_of_processes_that_a_status_and_a_deletion_open_do_not_depend_on_the_number_of_agents()
    {
        var busy = await NewAgentAsync();
        await _server.RunAsync(busy, "sleep 1000 &");
        var few = await CountAsync(busy, 2);
        var many = await CountAsync(busy, 27);

        many.Should().Be(few, "there are thirty agents now, and were three before");
    }

    private async Task<(long Status, long Deletion)> CountAsync(string busy, int added)
    {
        var agents = new Queue<string>();
        for (var n = 0; n < added; n++)
        {
            agents.Enqueue(await NewAgentAsync());
        }

        var status = await LeastAsync(() => StatusAsync(busy));
        for (var n = 0; n < 5; n++)
        {
            agents.Enqueue(await NewAgentAsync());
        }

        return (status, await LeastAsync(() => _server.DeleteAsync($"/api/agents/{agents.Dequeue()}"), times: 5));
    }

    // Other processes of the machine come and go, and a look reads each of them once, so the cheapest of some calls counts.
    private async Task<long> LeastAsync(Func<Task> call, int times = 10)
    {
        var least = long.MaxValue;
        for (var n = 0; n < times; n++)
        {
            least = Math.Min(least, await FilesOfAsync(call));
        }

        return least;
    }

    private async Task<long> FilesOfAsync(Func<Task> call)
    {
        var before = _server.Backend.Processes().Opened;
        await call();
        return _server.Backend.Processes().Opened - before;
    }

    /// <summary>An agent on whose computer a command has run, and two statuses have found that nothing of it is left.</summary>
    private async Task<string> NewAgentAsync()
    {
        var agent = await _server.CreateReadyAgentAsync();
        await _server.RunAsync(agent, "true");
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
