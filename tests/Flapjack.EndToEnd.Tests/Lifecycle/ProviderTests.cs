using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Lifecycle;

/// <summary>What a caller sees of a computer whose provider stops, breaks or destroys it.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private static readonly CreateAgentFromTemplateRequest Request = new() { Name = "owned", Template = ComputerTemplate.Blank, ExternalAppId = "app_1" };

    private ReadyComputer _computer = null!;
    private string _agentId = null!;

    private FlapjackBackendComputers Provider => _computer.Backend.Computers;

    public async Task InitializeAsync()
    {
        _computer = await ReadyComputer.StartAsync(new() { RateLimits = null });
        _agentId = await _computer.Client.CreateReadyAsync(Request);
    }

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task A_stopped_computer_is_woken_by_the_next_command_and_has_its_files()
    {
        await RunAsync("echo kept > ~/kept");

        await Provider.StopAsync(_agentId);

        (await StatusAsync()).Should().Be(ComputerLifecycleStatus.Stopped);
        (await _computer.Client.WaitUntilComputerReadyAsync(_agentId, Limit.Token)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Stopped);
        (await RunAsync("cat ~/kept")).Stdout.Should().Be("kept\n");
        (await StatusAsync()).Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task A_command_that_is_stopped_with_its_computer_is_no_success()
    {
        var latch = _computer.NewLatch();
        var run = RunAsync($"{latch.OpenCommand}; exec sleep 1000");
        await latch.OpenedAsync();

        await Provider.StopAsync(_agentId);

        (await run).Outcome.Should().BeOfType<ComputerExecOutcome.Signaled>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_whose_computer_is_broken_or_destroyed_throws(bool destroys)
    {
        var latch = _computer.NewLatch();
        var run = RunAsync($"{latch.OpenCommand}; exec sleep 1000");
        await latch.OpenedAsync();

        await (destroys ? Provider.DestroyAsync(_agentId) : Provider.FailAsync(_agentId));

        await run.Invoking(task => task).Should().ThrowAsync<ComputerDestroyedException>();
    }

    [Fact]
    public async Task A_broken_computer_refuses_commands_until_it_is_made_anew()
    {
        await Provider.FailAsync(_agentId);

        (await StatusAsync()).Should().Be(ComputerLifecycleStatus.Error);
        await FluentActions.Awaiting(() => RunAsync("true")).Should().ThrowAsync<ComputerDestroyedException>();
        await ShouldBeMadeAnewAsync();
    }

    [Fact]
    public async Task A_destroyed_computer_refuses_commands_until_it_is_made_anew()
    {
        await RunAsync("echo old > ~/old");

        await Provider.DestroyAsync(_agentId);

        (await StatusAsync()).Should().Be(ComputerLifecycleStatus.Destroyed);
        var refusal = (await FluentActions.Awaiting(() => RunAsync("true")).Should().ThrowAsync<ComputerDestroyedException>()).Which;
        refusal.ErrorCode.Should().Be("SANDBOX_DESTROYED");
        refusal.Message.Should().Contain("same ExternalAppId");
        await FluentActions.Awaiting(() => _computer.Client.WaitUntilComputerReadyAsync(_agentId, Limit.Token)).Should().ThrowAsync<ComputerDestroyedException>();
        await ShouldBeMadeAnewAsync();
        (await RunAsync("ls ~")).Stdout.Should().NotContain("old");
    }

    /// <summary>The same call gives the same agent a computer that works.</summary>
    private async Task ShouldBeMadeAnewAsync()
    {
        var again = await _computer.Client.CreateAgentFromTemplateAsync(Request, Limit.Token);
        await _computer.Client.WaitUntilComputerReadyAsync(_agentId, Limit.Token);

        (again.Agent.Id, again.Idempotent).Should().Be((_agentId, true));
        (await RunAsync("echo anew")).EnsureSuccess().Stdout.Should().Be("anew\n");
    }

    private Task<ComputerExecResult> RunAsync(string command) => _computer.Client.RunAsync(_agentId, command);

    private async Task<ComputerLifecycleStatus> StatusAsync() => (await _computer.Client.GetComputerStatusAsync(_agentId, Limit.Token)).Computer!.Status;
}
