using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Analytics;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class RunnerAnalyticsTests(MidnightBackend midnight) : IClassFixture<MidnightBackend>
{
    [Fact]
    public async Task The_numbers_of_a_runner_that_has_done_nothing_are_zero()
    {
        var runner = await CreateAsync();

        var answer = await midnight.Backend.GetAsync($"/api/runners/{runner}/analytics");

        answer.Status.Should().Be(200, answer.Body);
        answer.Json.EnumerateObject().Select(section => section.Name).Should().Equal("runner", "period", "summary", "daily", "by_model", "by_credential_source");
        answer.Json.GetProperty("runner").GetRawText().Should().Be($$"""{"id":"{{runner}}","name":"Nightly"}""");
        answer.Json.GetProperty("period").GetRawText().Should().Be("""{"days":30,"since":"2026-04-02T00:00:00Z"}""");
        answer.Json.GetProperty("summary").GetRawText().Should().Be(
            """
            {"total_runs":0,"completed":0,"failed":0,"cancelled":0,"pending":0,"success_rate":0,"avg_duration_ms":0,"total_input_tokens":0,"total_output_tokens":0,"total_cost_usd":0}
            """);
        answer.Json.GetProperty("daily").GetArrayLength().Should().Be(30);
        answer.Json.GetProperty("daily")[29].GetRawText().Should().Be("""{"day":"2026-05-01","total_runs":0,"completed":0,"failed":0,"total_cost_usd":0}""");
        (answer.Json.GetProperty("by_model").GetArrayLength(), answer.Json.GetProperty("by_credential_source").GetArrayLength()).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_wrong_period_is_refused() =>
        (await midnight.Backend.GetAsync($"/api/runners/{await CreateAsync()}/analytics?period=1y")).ShouldBeRefused(400, "INVALID_PERIOD");

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 30)]
    [InlineData(3, 90)]
    public async Task The_numbers_are_those_that_counting_by_hand_gives(int seed, int days)
    {
        var (runner, other) = (await CreateAsync(), await CreateAsync());
        var history = new History(seed, midnight.Backend.Backend.OrgId, MidnightBackend.Now, [null], [runner, other, null]);
        history.Store(midnight.Backend.Backend.Store());

        var answer = await midnight.Backend.GetAsync($"/api/runners/{runner}/analytics?period={days}d");

        answer.Body.Should().Be(new CountedByHand(new DateOnly(2026, 5, 1), days).Runner(runner, "Nightly", history.Runs, history.Events));
    }

    private async Task<string> CreateAsync() => (await midnight.Backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");
}
