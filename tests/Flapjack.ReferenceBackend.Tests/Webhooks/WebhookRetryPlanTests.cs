using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookRetryPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 13, 18, 52, 0, TimeSpan.Zero);

    private readonly WebhookRetryPlan _plan = new(new Random(20_261_125));

    [Theory]
    [InlineData(1, "00:00:01")]
    [InlineData(2, "00:00:30")]
    [InlineData(3, "00:05:00")]
    [InlineData(4, "00:30:00")]
    [InlineData(5, "02:00:00")]
    [InlineData(6, "06:00:00")]
    [InlineData(7, "15:00:00")]
    public void A_pause_is_what_is_planned_and_a_tenth_more_or_less(int failed, string planned)
    {
        var pauses = Enumerable.Range(0, 1_000).Select(_ => _plan.PauseAfter(failed, null)!.Value / TimeSpan.Parse(planned, null)).ToArray();

        pauses.Should().OnlyContain(ratio => ratio >= 0.9 && ratio <= 1.1);
        pauses.Min().Should().BeLessThan(0.91, "the whole tenth is used");
        pauses.Max().Should().BeGreaterThan(1.09);
        pauses.Distinct().Count().Should().BeGreaterThan(900, "receivers are not to be met by all at once");
    }

    [Fact]
    public void There_is_no_ninth_attempt()
    {
        _plan.PauseAfter(8, null).Should().BeNull();
        _plan.PauseAfter(8, TimeSpan.FromMinutes(1)).Should().BeNull("a receiver can't ask for more attempts");
    }

    [Fact]
    public void What_the_receiver_asks_for_makes_a_pause_longer_up_to_an_hour_and_never_shorter()
    {
        _plan.PauseAfter(1, TimeSpan.FromSeconds(77)).Should().Be(TimeSpan.FromSeconds(77));
        _plan.PauseAfter(1, TimeSpan.FromDays(365)).Should().Be(TimeSpan.FromHours(1));
        _plan.PauseAfter(2, TimeSpan.Zero).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(27));
        _plan.PauseAfter(2, TimeSpan.FromDays(-1)).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(27));
        _plan.PauseAfter(5, TimeSpan.FromHours(5)).Should().BeGreaterThanOrEqualTo(TimeSpan.FromHours(1.8));
    }

    [Theory]
    [InlineData(1, 10, 10)]
    [InlineData(1, -10, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1_000_000, 3_600)]
    [InlineData(7, 50_000, 50_000)]
    [InlineData(7, 1_000_000, 59_400)]
    [InlineData(8, 1_000_000, 0)]
    public void What_is_left_of_a_pause_is_never_more_than_the_pause_can_have_been(int failed, int due, int left)
    {
        WebhookRetryPlan.Remaining(failed, Now.AddSeconds(due), Now).Should().BeCloseTo(TimeSpan.FromSeconds(left), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void What_was_never_tried_is_due_at_once()
    {
        WebhookRetryPlan.Remaining(0, null, Now).Should().Be(TimeSpan.Zero);
        WebhookRetryPlan.Remaining(1, null, Now).Should().Be(TimeSpan.Zero);
    }
}
