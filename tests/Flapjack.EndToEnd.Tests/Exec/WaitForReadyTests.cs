using Flapjack.EndToEnd.Tests.Bootstrap;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>A command that is sent to a computer which is not there yet.</summary>
public sealed class WaitForReadyTests(RepositoryRoom room) : IClassFixture<RepositoryRoom>
{
    [Fact]
    public async Task A_command_right_after_the_creation_runs_when_the_bootstrap_has_ended()
    {
        var latch = room.NewLatch();
        var agentId = await CreateAsync($"{latch.Wait}; echo installed > installed");

        var run = RunAsync(agentId, "cat installed");
        // The computer refuses commands meanwhile: this one was not just lucky.
        await FluentActions.Awaiting(() => room.Client.RunAsync(agentId, "true")).Should().ThrowAsync<ComputerNotReadyException>();
        run.IsCompleted.Should().BeFalse();
        latch.Open();

        (await run).EnsureSuccess().Stdout.Should().Be("installed\n");
    }

    [Fact]
    public async Task Many_that_wait_run_once_each()
    {
        var latch = room.NewLatch();
        var agentId = await CreateAsync(latch.Wait);

        var runs = Enumerable.Range(0, 3).Select(i => RunAsync(agentId, $"echo {i} >> ~/ran")).ToList();
        latch.Open();

        (await Task.WhenAll(runs)).Should().OnlyContain(result => result.Ok);
        (await RunAsync(agentId, "sort ~/ran")).Stdout.Should().Be("0\n1\n2\n");
    }

    [Fact]
    public async Task A_bootstrap_that_fails_is_thrown_and_the_command_never_runs()
    {
        var latch = room.NewLatch();
        var file = room.NewFile();
        var agentId = await CreateAsync($"{latch.Wait}; echo 'no such lockfile' >&2; exit 3");

        var run = RunAsync(agentId, $": > '{file}'");
        latch.Open();

        var failure = (await run.Invoking(task => task).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;
        failure.ExitCode.Should().Be(3);
        failure.StderrTail.Should().Contain("no such lockfile");
        File.Exists(file).Should().BeFalse();
    }

    [Fact]
    public async Task An_agent_that_is_deleted_meanwhile_ends_the_wait()
    {
        var agentId = await CreateAsync(room.NewLatch().Wait);
        var run = RunAsync(agentId, "true");

        await room.Client.DeleteAgentAsync(agentId, Limit.Token);

        await run.Invoking(task => task).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    private Task<ComputerExecResult> RunAsync(string agentId, string command) =>
        room.Client.RunComputerAsync(agentId, new() { Command = command, WaitForReady = true }, Limit.Token);

    private async Task<string> CreateAsync(string installCmd) => (await room.Client.CreateAgentFromTemplateAsync(new()
    {
        Name = "not yet",
        Template = ComputerTemplate.Blank,
        Repo = new() { Url = LocalRepository.Url, InstallCmd = installCmd },
    })).Agent.Id;
}
