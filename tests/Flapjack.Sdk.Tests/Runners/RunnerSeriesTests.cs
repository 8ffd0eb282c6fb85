using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

/// <summary>The numbers of a runner by day, by model and by whose key has paid.</summary>
public sealed class RunnerSeriesTests : WireTest
{
    private const string Path = "/api/runners/r1/analytics";

    [Fact]
    public async Task Each_series_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Path, """
            {"daily":[{"day":"2026-04-25","total_runs":5000000000,"completed":3,"failed":1,"total_cost_usd":0.0000012,"cancelled":1},{"day":"2026-04-26"}],
             "by_model":[{"model":"gpt-5.4","total_input_tokens":1,"total_output_tokens":2,"total_cost_usd":0.5,"calls":9}],
             "by_credential_source":[{"credential_source":"byok","total_input_tokens":3,"total_output_tokens":4,"total_cost_usd":1.5,"share":1}]}
            """);

        var analytics = await Client.GetRunnerAnalyticsAsync("r1").Soon();

        analytics.Daily.Select(day => day.Day).Should().Equal(new DateTimeOffset(2026, 4, 25, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 26, 0, 0, 0, TimeSpan.Zero));
        var day = analytics.Daily[0];
        (day.TotalRuns, day.Completed, day.Failed, day.TotalCostUsd, day.AdditionalProperties!["cancelled"].GetInt32()).Should().Be((5_000_000_000, 3, 1, 0.0000012m, 1));
        (analytics.Daily[1].TotalRuns, analytics.Daily[1].TotalCostUsd).Should().Be((null, null));
        var model = analytics.ByModel.Should().ContainSingle().Subject;
        (model.Model, model.TotalInputTokens, model.TotalOutputTokens, model.TotalCostUsd).Should().Be(("gpt-5.4", 1, 2, 0.5m));
        model.AdditionalProperties.Should().ContainKey("calls");
        var source = analytics.ByCredentialSource.Should().ContainSingle().Subject;
        (source.CredentialSource, source.TotalInputTokens, source.TotalOutputTokens, source.TotalCostUsd).Should().Be((CredentialSource.Byok, 3, 4, 1.5m));
        source.AdditionalProperties.Should().ContainKey("share");
        analytics.AdditionalProperties.Should().BeNull();
    }

    [Fact]
    public async Task The_service_may_have_other_series()
    {
        Wire.Answers(Path, """{"daily":{"2026-04-25":1},"by_model":[{"model":7}],"models":[]}""");

        var analytics = await Client.GetRunnerAnalyticsAsync("r1").Soon();

        (analytics.Daily.Count, analytics.ByCredentialSource.Count).Should().Be((0, 0));
        analytics.ByModel.Should().ContainSingle().Which.Model.Should().BeNull();
        analytics.AdditionalProperties.Should().ContainKeys("daily", "models");
    }
}
