using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Bootstrap;

public sealed class ReadinessTests(RepositoryRoom room) : IClassFixture<RepositoryRoom>
{
    [Fact]
    public async Task A_failed_install_command_is_thrown_with_its_exit_code_and_its_last_words()
    {
        var agentId = await CreateAsync("echo working; echo 'pnpm: no such lockfile ✗' >&2; exit 3");

        var wait = () => room.Client.WaitUntilComputerReadyAsync(agentId, Limit.Token);

        var failure = (await wait.Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;
        failure.ExitCode.Should().Be(3);
        failure.StderrTail.Should().Contain("pnpm: no such lockfile ✗");
        failure.Message.Should().Contain("exit code 3").And.Contain("pnpm: no such lockfile ✗");
    }

    [Fact]
    public async Task Who_waits_after_the_failure_is_told_the_same()
    {
        var agentId = await CreateAsync("echo gone >&2; exit 3");
        await room.Client.StreamBootstrapAsync(agentId, Limit.Token).LastAsync();

        var wait = () => room.Client.WaitUntilComputerReadyAsync(agentId, Limit.Token);

        (await wait.Should().ThrowAsync<ComputerBootstrapFailedException>()).Which.StderrTail.Should().Contain("gone");
        (await room.Client.GetComputerStatusAsync(agentId)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Error);
        await FluentActions.Awaiting(() => room.Client.RunAsync(agentId, "true")).Should().ThrowAsync<ComputerDestroyedException>();
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_named_together_with_what_to_do()
    {
        var created = await room.Client.CreateAgentFromTemplateAsync(new()
        {
            Name = "absent",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = LocalRepository.Url, Branch = "no-such-branch" },
        });

        var wait = () => room.Client.WaitUntilComputerReadyAsync(created.Agent.Id, Limit.Token);

        (await wait.Should().ThrowAsync<ComputerBootstrapFailedException>()).Which.StderrTail
            .Should().ContainAll("no-such-branch", LocalRepository.Url, "leave repo.branch out").And.NotContain("GitHub App", "a missing branch is no private repository");
    }

    [Fact]
    public async Task A_failed_computer_is_made_anew_by_the_same_call()
    {
        var file = room.NewFile();
        var request = Request($"test -e '{file}'") with { ExternalAppId = "app_1" };
        var failed = await room.Client.CreateAgentFromTemplateAsync(request);
        await FluentActions.Awaiting(() => room.Client.WaitUntilComputerReadyAsync(failed.Agent.Id, Limit.Token)).Should().ThrowAsync<ComputerBootstrapFailedException>();
        await File.WriteAllTextAsync(file, "");

        var again = await room.Client.CreateAgentFromTemplateAsync(request);
        await room.Client.WaitUntilComputerReadyAsync(again.Agent.Id, Limit.Token);

        again.Should().BeEquivalentTo(new { Agent = new { failed.Agent.Id }, Idempotent = true });
        again.BootstrapRunId.Should().NotBe(failed.BootstrapRunId);
        (await room.Client.RunAsync(again.Agent.Id, "cat version.txt")).Stdout.Should().Be("one\n");
    }

    [Fact]
    public async Task A_computer_that_is_ready_is_not_waited_for()
    {
        using var client = ClientThatNeverPolls();
        var agentId = await room.Client.CreateReadyAsync(Request(null));

        var status = await client.WaitUntilComputerReadyAsync(agentId, Limit.Token);

        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task Waiting_ends_with_the_bootstrap_and_not_with_the_next_poll()
    {
        using var client = ClientThatNeverPolls();
        var latch = room.NewLatch();
        var agentId = await CreateAsync(latch.Wait);
        var wait = client.WaitUntilComputerReadyAsync(agentId, Limit.Token);
        await FluentActions.Awaiting(() => room.Client.RunAsync(agentId, "true")).Should().ThrowAsync<ComputerNotReadyException>();
        wait.IsCompleted.Should().BeFalse();

        latch.Open();

        (await wait).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task Waiting_longer_than_the_ready_timeout_names_that_budget()
    {
        using var impatient = room.Backend.CreateClient(options => options.ReadyTimeout = TimeSpan.FromMilliseconds(300));
        var agentId = await CreateAsync(room.NewLatch().Wait);

        var wait = () => impatient.WaitUntilComputerReadyAsync(agentId, Limit.Token);

        (await wait.Should().ThrowAsync<FlapjackTimeoutException>()).Which.Should().BeEquivalentTo(
            new { Budget = FlapjackTimeoutBudget.Ready, Timeout = TimeSpan.FromMilliseconds(300) });
        (await room.Client.GetComputerStatusAsync(agentId)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Bootstrapping);
    }

    [Fact]
    public async Task Cancelling_the_wait_leaves_the_bootstrap_alone()
    {
        var latch = room.NewLatch();
        using var cancellation = new CancellationTokenSource();
        var agentId = await CreateAsync(latch.Wait);
        var wait = room.Client.WaitUntilComputerReadyAsync(agentId, cancellation.Token);

        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>();
        latch.Open();

        (await room.Client.WaitUntilComputerReadyAsync(agentId, Limit.Token)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task The_log_is_followed_live_and_replayed_for_who_comes_late()
    {
        var latch = room.NewLatch();
        var agentId = await CreateAsync($"echo before; {latch.Wait}; echo after");
        await using var early = room.Client.StreamBootstrapAsync(agentId, Limit.Token).GetAsyncEnumerator();

        var seen = "";
        while (!seen.Contains("\nbefore\n", StringComparison.Ordinal) && await early.MoveNextAsync())
        {
            seen += (early.Current as BootstrapLogEvent)?.Chunk;
        }

        var late = room.Client.StreamBootstrapAsync(agentId, Limit.Token).ToListAsync();
        latch.Open();
        while (await early.MoveNextAsync())
        {
            seen += (early.Current as BootstrapLogEvent)?.Chunk;
        }

        seen.Should().EndWith("after\n");
        string.Concat((await late).OfType<BootstrapLogEvent>().Select(e => e.Chunk)).Should().Be(seen);
    }

    [Fact]
    public async Task Deleting_the_agent_ends_its_bootstrap_and_the_wait_for_it()
    {
        var latch = room.NewLatch();
        var file = room.NewFile();
        var agentId = await CreateAsync($"echo $$ > '{file}'; {latch.OpenCommand}; exec sleep 1000");
        await latch.OpenedAsync();
        var wait = room.Client.WaitUntilComputerReadyAsync(agentId, Limit.Token);

        await room.Client.DeleteAgentAsync(agentId, Limit.Token);

        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<FlapjackNotFoundException>();
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(file)));
    }

    [Fact]
    public async Task Deleting_the_agent_ends_the_log_in_good_order()
    {
        var latch = room.NewLatch();
        var agentId = await CreateAsync($"{latch.OpenCommand}; exec sleep 1000");
        await using var log = room.Client.StreamBootstrapAsync(agentId, Limit.Token).GetAsyncEnumerator();
        (await log.MoveNextAsync()).Should().BeTrue();
        await latch.OpenedAsync();

        await room.Client.DeleteAgentAsync(agentId, Limit.Token);

        var last = log.Current;
        while (await log.MoveNextAsync())
        {
            last = log.Current;
        }

        last.Should().BeOfType<BootstrapDoneEvent>().Which.Status.Should().Be(ComputerLifecycleStatus.Destroyed);
    }

    // Its clock stands still, so the next poll never comes.
    private FlapjackClient ClientThatNeverPolls() => room.Backend.CreateClient(options => options.TimeProvider = new FakeTimeProvider());

    private static CreateAgentFromTemplateRequest Request(string? installCmd) => new()
    {
        Name = "app",
        Template = ComputerTemplate.Blank,
        Repo = new() { Url = LocalRepository.Url, InstallCmd = installCmd },
    };

    private async Task<string> CreateAsync(string installCmd) => (await room.Client.CreateAgentFromTemplateAsync(Request(installCmd))).Agent.Id;
}
