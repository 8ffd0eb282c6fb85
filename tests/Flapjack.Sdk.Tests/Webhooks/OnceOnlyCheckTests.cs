using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary><see cref="WebhookSignature.CheckAsync"/>: a webhook is handled once, however often it comes.</summary>
public class OnceOnlyCheckTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly byte[] Body = """{"event":"agent.deleted"}"""u8.ToArray();

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1614265330));
    private readonly InMemoryWebhookDeduplicator _deduplicator;

    public OnceOnlyCheckTests() => _deduplicator = new(_time);

    [Fact]
    public async Task A_webhook_that_was_handled_is_a_duplicate()
    {
        (await Check("m1")).Should().Be(WebhookCheckResult.Valid);
        await _deduplicator.CompleteAsync("m1");

        (await Check("m1")).Should().Be(WebhookCheckResult.Duplicate);
        (await Check("m2")).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public async Task A_webhook_that_is_being_handled_is_in_progress()
    {
        (await Check("m1")).Should().Be(WebhookCheckResult.Valid);

        (await Check("m1")).Should().Be(WebhookCheckResult.InProgress);
    }

    [Fact]
    public async Task A_webhook_whose_handling_failed_is_valid_again()
    {
        (await Check("m1")).Should().Be(WebhookCheckResult.Valid);
        await _deduplicator.AbandonAsync("m1");

        (await Check("m1")).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public async Task A_replay_is_a_duplicate_at_first_and_stale_afterwards()
    {
        var recorded = Sign("m1");
        (await Check(recorded)).Should().Be(WebhookCheckResult.Valid);
        await _deduplicator.CompleteAsync("m1");

        _time.Advance(WebhookSignature.Tolerance);
        (await Check(recorded)).Should().Be(WebhookCheckResult.Duplicate);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await Check(recorded)).Should().Be(WebhookCheckResult.Stale);
    }

    [Fact]
    public async Task A_later_attempt_signed_afresh_under_the_same_id_is_a_duplicate()
    {
        (await Check("m1")).Should().Be(WebhookCheckResult.Valid);
        await _deduplicator.CompleteAsync("m1");
        _time.Advance(TimeSpan.FromHours(10));

        (await Check("m1")).Should().Be(WebhookCheckResult.Duplicate);
    }

    [Fact]
    public async Task A_webhook_that_is_refused_begins_with_nothing()
    {
        (await Check(Sign("m1") with { Timestamp = "1614265331" })).Should().Be(WebhookCheckResult.Mismatch);
        (await Check(Sign("m1") with { StandardSignature = null })).Should().Be(WebhookCheckResult.MissingHeader);

        (await Check("m1")).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public async Task A_webhook_without_an_id_is_valid_each_time()
    {
        var plain = new WebhookHeaders { Signature = WebhookSignature.Compute(Body, Secret) };

        (await Check(plain)).Should().Be(WebhookCheckResult.Valid);
        (await Check(plain)).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData(WebhookIdState.Begun, WebhookCheckResult.Valid)]
    [InlineData(WebhookIdState.InProgress, WebhookCheckResult.InProgress)]
    [InlineData(WebhookIdState.Completed, WebhookCheckResult.Duplicate)]
    [InlineData((WebhookIdState)99, WebhookCheckResult.InProgress)]
    public async Task Only_what_was_begun_with_is_valid_whatever_a_store_of_ones_own_says(WebhookIdState state, WebhookCheckResult expected)
    {
        var result = await WebhookSignature.CheckAsync(Body, Sign("m1"), [Secret], new Saying(state), _time);

        result.Should().Be(expected);
    }

    [Fact]
    public async Task Of_many_deliveries_at_once_one_is_valid()
    {
        var headers = Sign("m1");

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Check(headers))));

        results.Should().ContainSingle(result => result == WebhookCheckResult.Valid);
        results.Should().OnlyContain(result => result == WebhookCheckResult.Valid || result == WebhookCheckResult.InProgress);
    }

    private sealed class Saying(WebhookIdState state) : IWebhookDeduplicator
    {
        public ValueTask<WebhookIdState> BeginAsync(string id, CancellationToken cancellationToken = default) => new(state);

        public ValueTask CompleteAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask AbandonAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private Task<WebhookCheckResult> Check(string id) => Check(Sign(id));

    private Task<WebhookCheckResult> Check(WebhookHeaders headers) =>
        WebhookSignature.CheckAsync(Body, headers, [Secret], _deduplicator, _time).AsTask();

    private WebhookHeaders Sign(string id) => new()
    {
        Id = id,
        Timestamp = $"{_time.GetUtcNow().ToUnixTimeSeconds()}",
        StandardSignature = WebhookSignature.ComputeStandard(Body, id, _time.GetUtcNow(), Secret),
    };
}
