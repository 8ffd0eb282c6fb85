using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.Tests.Webhooks;

public class InMemoryWebhookDeduplicatorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryWebhookDeduplicator _deduplicator;

    public InMemoryWebhookDeduplicatorTests() => _deduplicator = new(_time);

    [Fact]
    public async Task Only_what_was_completed_is_known_as_handled()
    {
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Begun);
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.InProgress);
        await _deduplicator.CompleteAsync("m1");
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Completed);
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Completed);
    }

    [Fact]
    public async Task What_was_abandoned_begins_anew()
    {
        await _deduplicator.BeginAsync("m1");
        await _deduplicator.AbandonAsync("m1");

        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Begun);
        await _deduplicator.CompleteAsync("m1");
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Completed);
    }

    [Fact]
    public async Task Ids_differ_by_their_case()
    {
        await _deduplicator.BeginAsync("m1");

        (await _deduplicator.BeginAsync("M1")).Should().Be(WebhookIdState.Begun);
    }

    [Fact]
    public async Task An_id_is_remembered_for_two_days()
    {
        await Handle("m1");

        _time.Advance(TimeSpan.FromDays(2));
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Completed);
        _time.Advance(TimeSpan.FromTicks(1));
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Begun);
    }

    [Fact]
    public async Task Each_id_is_forgotten_in_its_own_time()
    {
        await Handle("m1");
        _time.Advance(TimeSpan.FromDays(1));
        await Handle("m2");
        _time.Advance(TimeSpan.FromDays(1.5));

        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Begun);
        (await _deduplicator.BeginAsync("m2")).Should().Be(WebhookIdState.Completed);
    }

    [Fact]
    public async Task What_is_in_progress_is_not_forgotten()
    {
        await _deduplicator.BeginAsync("m1");
        _time.Advance(TimeSpan.FromDays(30));

        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.InProgress);
    }

    [Fact]
    public async Task Beyond_a_hundred_thousand_the_oldest_is_forgotten()
    {
        for (var i = 0; i < 100_000; i++)
        {
            await Handle($"m{i}");
        }

        (await _deduplicator.BeginAsync("m0")).Should().Be(WebhookIdState.Completed);
        await Handle("one more");

        (await _deduplicator.BeginAsync("m0")).Should().Be(WebhookIdState.Begun);
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Completed);
        (await _deduplicator.BeginAsync("m99999")).Should().Be(WebhookIdState.Completed);
    }

    [Fact]
    public async Task Of_many_callers_at_once_exactly_one_begins()
    {
        using var start = new ManualResetEventSlim();
        for (var round = 0; round < 100; round++)
        {
            var id = $"m{round}";
            start.Reset();
            var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                start.Wait();
                return await _deduplicator.BeginAsync(id);
            })).ToArray();
            start.Set();

            var states = await Task.WhenAll(callers);

            states.Count(state => state == WebhookIdState.Begun).Should().Be(1, $"that is the point, in round {round} too");
            states.Count(state => state == WebhookIdState.InProgress).Should().Be(15);
        }
    }

    [Fact]
    public async Task After_each_failure_exactly_one_of_those_who_wait_begins()
    {
        var (begun, done) = (0, 0);
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                switch (await _deduplicator.BeginAsync("m1"))
                {
                    case WebhookIdState.Completed:
                        return;
                    case WebhookIdState.Begun when Interlocked.Increment(ref begun) < 50:
                        await _deduplicator.AbandonAsync("m1");
                        break;
                    case WebhookIdState.Begun:
                        Interlocked.Increment(ref done);
                        await _deduplicator.CompleteAsync("m1");
                        return;
                    default:
                        await Task.Yield();
                        break;
                }
            }
        }));

        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(30));

        (begun, done).Should().Be((50, 1));
    }

    [Fact]
    public async Task Nobody_ends_what_nobody_has_begun_with()
    {
        var complete = () => _deduplicator.CompleteAsync("m1").AsTask();
        var abandon = () => _deduplicator.AbandonAsync("m1").AsTask();

        await complete.Should().ThrowAsync<InvalidOperationException>().WithMessage("*m1*BeginAsync*");
        await abandon.Should().ThrowAsync<InvalidOperationException>().WithMessage("*m1*BeginAsync*");
        await Handle("m1");
        await complete.Should().ThrowAsync<InvalidOperationException>();
        await abandon.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task An_empty_id_is_refused()
    {
        var begin = () => _deduplicator.BeginAsync("").AsTask();
        var complete = () => _deduplicator.CompleteAsync("").AsTask();
        var abandon = () => _deduplicator.AbandonAsync(null!).AsTask();

        await begin.Should().ThrowAsync<ArgumentException>();
        await complete.Should().ThrowAsync<ArgumentException>();
        await abandon.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_caller_who_has_left_begins_with_nothing()
    {
        var begin = () => _deduplicator.BeginAsync("m1", new CancellationToken(canceled: true)).AsTask();

        await begin.Should().ThrowAsync<OperationCanceledException>();
        (await _deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Begun);
    }

    [Fact]
    public async Task Without_a_clock_it_takes_the_systems()
    {
        var deduplicator = new InMemoryWebhookDeduplicator();

        await deduplicator.BeginAsync("m1");
        await deduplicator.CompleteAsync("m1");

        (await deduplicator.BeginAsync("m1")).Should().Be(WebhookIdState.Completed);
    }

    private async Task Handle(string id)
    {
        (await _deduplicator.BeginAsync(id)).Should().Be(WebhookIdState.Begun);
        await _deduplicator.CompleteAsync(id);
    }
}
