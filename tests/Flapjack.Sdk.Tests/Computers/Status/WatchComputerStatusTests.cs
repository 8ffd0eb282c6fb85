using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Status;

public sealed class WatchComputerStatusTests : WireTest
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);

    private static readonly Answer Bootstrapping = Answer.Json("""{"sandbox":{"status":"bootstrapping"},"signals":{}}""");
    private static readonly Answer Ready = Answer.Json("""{"sandbox":{"status":"ready"},"signals":{}}""");
    private static readonly Answer ReadyWithServer = Answer.Json("""{"sandbox":{"status":"ready"},"signals":{"devServer":{"port":3000,"listening":true}}}""");
    private static readonly Answer ReadyWithNews = Answer.Json("""{"sandbox":{"status":"ready","mood":"good"},"signals":{}}""");
    private static readonly Answer Gone = new(404, """{"error":"NOT_FOUND","detail":"Agent not found"}""");

    private readonly TestClock _clock = new();
    private readonly CancellationTokenSource _cancel = new();

    [Fact]
    public async Task One_status_comes_for_each_change()
    {
        await using var statuses = Watch(Bootstrapping, Bootstrapping, Ready, Ready, Ready, ReadyWithServer);

        (await statuses.MoveNextAsync().Soon()).Should().BeTrue();
        statuses.Current.Computer!.Status.Should().Be(ComputerLifecycleStatus.Bootstrapping);

        await NextAfter(statuses, polls: 2);
        statuses.Current.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);

        await NextAfter(statuses, polls: 3);
        statuses.Current.Signals.DevServer!.Port.Should().Be(3000);
        Wire.Requests.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_change_in_a_field_that_nobody_knows_is_a_change()
    {
        await using var statuses = Watch(Ready, ReadyWithNews);
        await statuses.MoveNextAsync().Soon();

        await NextAfter(statuses, polls: 1);

        statuses.Current.Computer!.AdditionalProperties!["mood"].GetString().Should().Be("good");
    }

    [Fact]
    public async Task It_asks_not_a_moment_before_ten_seconds_are_over()
    {
        await using var statuses = Watch(Ready, ReadyWithServer);
        await statuses.MoveNextAsync().Soon();
        var next = statuses.MoveNextAsync().AsTask();

        await _clock.Armed(Poll);
        _clock.Advance(Poll - TimeSpan.FromTicks(1));

        next.IsCompleted.Should().BeFalse();
        Wire.Requests.Should().HaveCount(1);
        _clock.Advance(TimeSpan.FromTicks(1));
        (await next.Soon()).Should().BeTrue();
    }

    [Fact]
    public async Task Cancelling_while_it_waits_ends_it_with_a_cancellation()
    {
        await using var statuses = Watch(Ready);
        await statuses.MoveNextAsync().Soon();
        var next = statuses.MoveNextAsync().AsTask();
        await _clock.Armed(Poll);

        await _cancel.CancelAsync();

        await next.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task The_token_of_the_enumeration_ends_it_too()
    {
        Wire.Answers("/api/agents/a1/computer/status", Ready);
        await using var statuses = ClientWith(options => options.TimeProvider = _clock)
            .WatchComputerStatusAsync("a1").WithCancellation(_cancel.Token).GetAsyncEnumerator();
        await statuses.MoveNextAsync();
        var next = statuses.MoveNextAsync();
        await _clock.Armed(Poll);

        await _cancel.CancelAsync();

        var end = async () => await next;
        await end.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task An_agent_that_was_deleted_ends_it_with_an_exception()
    {
        await using var statuses = Watch(Ready, Gone);
        await statuses.MoveNextAsync().Soon();

        var next = () => NextAfter(statuses, polls: 1);

        await next.Should().ThrowAsync<FlapjackNotFoundException>();
    }

    private IAsyncEnumerator<ComputerStatus> Watch(params Answer[] answers)
    {
        Wire.Answers("/api/agents/a1/computer/status", answers);
        return ClientWith(options => options.TimeProvider = _clock).WatchComputerStatusAsync("a1", _cancel.Token).GetAsyncEnumerator();
    }

    private async Task NextAfter(IAsyncEnumerator<ComputerStatus> statuses, int polls)
    {
        var next = statuses.MoveNextAsync().AsTask();
        for (var i = 0; i < polls; i++)
        {
            next.IsCompleted.Should().BeFalse();
            await _clock.Pass(Poll);
        }

        (await next.Soon()).Should().BeTrue();
    }
}
