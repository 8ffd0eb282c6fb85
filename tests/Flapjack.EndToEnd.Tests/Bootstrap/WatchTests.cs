using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Bootstrap;

public sealed class WatchTests
{
    [Fact]
    public async Task Watching_sees_the_computer_become_ready_and_ends_by_cancellation()
    {
        using var folder = new TempFolder();
        using var repository = await LocalRepository.CreateAsync();
        await using var own = await ReadyComputer.StartAsync(repository.Rewrites());
        var clock = new FakeTimeProvider();
        using var client = own.Backend.CreateClient(options => options.TimeProvider = clock);
        using var cancellation = new CancellationTokenSource();
        var latch = new Latch(folder);
        var created = await client.CreateAgentFromTemplateAsync(new()
        {
            Name = "watched",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = LocalRepository.Url, InstallCmd = latch.Wait },
        });
        await using var statuses = client.WatchComputerStatusAsync(created.Agent.Id, cancellation.Token).GetAsyncEnumerator();

        await statuses.MoveNextAsync();
        var first = statuses.Current.Computer!.Status;
        latch.Open();
        await own.Client.WaitUntilComputerReadyAsync(created.Agent.Id, Limit.Token);
        var next = statuses.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(10));
        await next.WaitAsync(Limit.Time);
        var second = statuses.Current.Computer!.Status;
        var last = statuses.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();

        (first, second).Should().Be((ComputerLifecycleStatus.Bootstrapping, ComputerLifecycleStatus.Ready));
        await FluentActions.Awaiting(() => last).Should().ThrowAsync<OperationCanceledException>();
    }
}
