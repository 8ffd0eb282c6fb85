using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>What only a provider can do: stop, break and destroy computers.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private ReadyComputer _computer = null!;

    private FlapjackBackendComputers Provider => _computer.Server.Backend.Computers;

    public async Task InitializeAsync() => _computer = await ReadyComputer.StartAsync();

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task A_stopped_computer_has_its_files_and_no_processes_and_the_next_command_wakes_it()
    {
        var background = (await _computer.RunAsync("echo here >here; sleep 1000 & echo $!")).Printed().Trim();

        await Provider.StopAsync(_computer.Agent);

        (await StatusAsync()).Should().Be("stopped");
        HostProcesses.IsAlive(int.Parse(background, System.Globalization.CultureInfo.InvariantCulture)).Should().BeFalse();
        (await _computer.RunAsync("cat here")).Printed().Should().Be("here\n");
        (await StatusAsync()).Should().Be("ready");
    }

    [Fact]
    public async Task Stopping_ends_the_commands_that_run_and_their_readers_are_told()
    {
        using var stream = await _computer.ExecAsync("echo begun; exec sleep 1000");
        await stream.ReadPrintedAsync("begun");

        await Provider.StopAsync(_computer.Agent);
        var frames = await stream.ReadFramesAsync();

        frames.Exit().GetProperty("ok").GetBoolean().Should().BeFalse();
        frames.Exit().GetProperty("signal").GetString().Should().NotBeNull();
    }

    [Fact]
    public async Task A_destroyed_computer_refuses_commands_until_it_is_made_anew()
    {
        var agent = (await _computer.Server.CreateAsync("""{"template":"blank","externalAppId":"app"}""")).Text("agent", "id");
        await _computer.Server.ReadBootstrapAsync(agent);
        using var stream = await _computer.ExecAsync(agent, "echo begun; exec sleep 1000", []);
        await stream.ReadPrintedAsync("begun");

        await Provider.DestroyAsync(agent);

        (await stream.ReadFramesAsync())[^1].Data.GetProperty("code").GetString().Should().Be("SANDBOX_DESTROYED");
        (await ExecAsync(agent)).ShouldBeRefused(410, "SANDBOX_DESTROYED");
        (await StatusAsync(agent)).Should().Be("destroyed");
        var again = await _computer.Server.CreateAsync("""{"template":"blank","externalAppId":"app"}""");
        again.Text("agent", "id").Should().Be(agent);
        again.Text("computer", "status").Should().Be("bootstrapping");
        await _computer.Server.ReadBootstrapAsync(agent);
        (await _computer.Server.RunAsync(agent, "ls")).Stdout.Should().BeEmpty("its files are gone");
    }

    [Fact]
    public async Task A_failed_computer_refuses_commands_until_it_is_made_anew()
    {
        var agent = (await _computer.Server.CreateAsync("""{"template":"blank","externalAppId":"app"}""")).Text("agent", "id");
        await _computer.Server.ReadBootstrapAsync(agent);

        await Provider.FailAsync(agent);

        (await ExecAsync(agent)).ShouldBeRefused(410, "SANDBOX_DESTROYED");
        (await StatusAsync(agent)).Should().Be("error");
        (await _computer.Server.CreateAsync("""{"template":"blank","externalAppId":"app"}""")).Text("computer", "status").Should().Be("bootstrapping");
        (await _computer.Server.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task A_bootstrap_can_be_made_to_fail()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var backend = await TestBackend.StartAsync(repository.Rewrite);
        var agent = await backend.CreateAgentAsync(LocalRepository.Body(repository.WaitAtGate));
        using var log = await backend.OpenBootstrapAsync(agent);
        await log.ReadUntilAsync(frame => frame.Text.Contains(LocalRepository.Waiting, StringComparison.Ordinal));

        await backend.Backend.Computers.FailAsync(agent);

        (await log.ReadFramesAsync())[^1].Data.GetProperty("status").GetString().Should().Be("error");
        (await backend.Backend.StatusOfAsync(agent)).Should().Be("error");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing()
    {
        await Provider.StopAsync(_computer.Agent);

        (await FluentActions.Awaiting(() => Provider.StopAsync(_computer.Agent)).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*'stopped'*");
        (await StatusAsync()).Should().Be("stopped");
        await Provider.DestroyAsync(_computer.Agent);
        await FluentActions.Awaiting(() => Provider.FailAsync(_computer.Agent)).Should().ThrowAsync<InvalidOperationException>();
        await FluentActions.Awaiting(() => Provider.DestroyAsync(_computer.Agent)).Should().ThrowAsync<InvalidOperationException>();
        await FluentActions.Awaiting(() => Provider.StopAsync("nobody")).Should().ThrowAsync<ArgumentException>().WithParameterName("agentId");
    }

    [Fact]
    public async Task A_repeated_creation_of_a_sleeping_computer_tells_that_its_bootstrap_went_well()
    {
        const string Body = """{"template":"blank","externalAppId":"app"}""";
        var agent = (await _computer.Server.CreateAsync(Body)).Text("agent", "id");
        await _computer.Server.ReadBootstrapAsync(agent);
        await Provider.StopAsync(agent);

        var again = await _computer.Server.CreateAsync(Body);

        again.Status.Should().Be(200);
        again.Text("computer", "status").Should().Be("ready");
        (await StatusAsync(agent)).Should().Be("stopped");
    }

    [Fact]
    public async Task After_a_deletion_the_same_app_gets_a_new_agent()
    {
        const string Body = """{"template":"blank","externalAppId":"app"}""";
        var first = (await _computer.Server.CreateAsync(Body)).Text("agent", "id");
        await _computer.Server.DeleteAsync($"/api/agents/{first}");

        var second = await _computer.Server.CreateAsync(Body);

        second.Status.Should().Be(201);
        second.Text("agent", "id").Should().NotBe(first);
    }

    private Task<HttpAnswer> ExecAsync(string agent) => _computer.Server.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");

    private Task<string> StatusAsync() => StatusAsync(_computer.Agent);

    private Task<string> StatusAsync(string agent) => _computer.Server.Backend.StatusOfAsync(agent);
}
