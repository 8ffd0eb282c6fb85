using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Analytics;

public sealed class AnalyticsTests : WireTest
{
    private const string Path = "/api/analytics";

    [Fact]
    public async Task Every_section_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Path, """
            {"period":{"start":"2026-04-02T00:00:00Z","end":"2026-05-01T12:00:00Z","days":30},
             "summary":{"unique_users":1,"unique_sessions":2,"total_threads":3,"total_turns":4,"input_tokens":5000000000,"output_tokens":6,"cache_read_tokens":7,
                        "cache_write_tokens":8,"tool_calls":9,"estimated_cost_usd":0.0000125,"avg_response_time_ms":812.25,"compaction_cost_usd":1},
             "daily":[{"day":"2026-05-01","unique_users":1,"total_threads":2,"total_turns":3,"input_tokens":4,"output_tokens":5,"estimated_cost_usd":6.5}],
             "by_agent":[{"agent_id":"a1","total_turns":1,"estimated_cost_usd":2.5,"name":"Ada"}],
             "by_model":[{"model":"gpt-5.4","total_turns":1,"estimated_cost_usd":2.5}],
             "top_tools":[{"tool_name":"search","call_count":3}],
             "by_credential_source":[{"credential_source":"byok","total_turns":1,"input_tokens":2,"output_tokens":3,"estimated_cost_usd":0.5,"share":1},
                                     {"credential_source":"gift"}],
             "by_source":[]}
            """);

        var analytics = await Client.GetAnalyticsAsync(AnalyticsPeriod.Days90, "a 1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", Path, "period=90d&agentId=a%201"));
        var (start, end) = (new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        (analytics.Period!.Start, analytics.Period.End, analytics.Period.Days).Should().Be((start, end, 30));
        var summary = analytics.Summary!;
        (summary.UniqueUsers, summary.UniqueSessions, summary.TotalThreads, summary.TotalTurns).Should().Be((1, 2, 3, 4));
        (summary.InputTokens, summary.OutputTokens, summary.CacheReadTokens, summary.CacheWriteTokens).Should().Be((5_000_000_000, 6, 7, 8));
        (summary.ToolCalls, summary.EstimatedCostUsd, summary.AverageResponseTimeMs).Should().Be((9, 0.0000125m, 812.25));
        summary.AdditionalProperties!["compaction_cost_usd"].GetInt32().Should().Be(1);
        var day = analytics.Daily.Should().ContainSingle().Subject;
        (day.Day, day.UniqueUsers, day.TotalThreads, day.TotalTurns).Should().Be((new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), 1, 2, 3));
        (day.InputTokens, day.OutputTokens, day.EstimatedCostUsd).Should().Be((4, 5, 6.5m));
        var agent = analytics.ByAgent.Should().ContainSingle().Subject;
        (agent.AgentId, agent.TotalTurns, agent.EstimatedCostUsd, agent.AdditionalProperties!["name"].GetString()).Should().Be(("a1", 1, 2.5m, "Ada"));
        var model = analytics.ByModel.Should().ContainSingle().Subject;
        (model.Model, model.TotalTurns, model.EstimatedCostUsd).Should().Be(("gpt-5.4", 1, 2.5m));
        var tool = analytics.TopTools.Should().ContainSingle().Subject;
        (tool.ToolName, tool.CallCount).Should().Be(("search", 3));
        var source = analytics.ByCredentialSource[0];
        (source.CredentialSource, source.TotalTurns, source.InputTokens, source.OutputTokens, source.EstimatedCostUsd).Should().Be((CredentialSource.Byok, 1, 2, 3, 0.5m));
        source.AdditionalProperties.Should().ContainKey("share");
        analytics.ByCredentialSource[1].CredentialSource!.Value.ToString().Should().Be("gift", "the set is open");
        analytics.AdditionalProperties.Should().ContainKey("by_source");
    }

    [Fact]
    public async Task Nothing_may_have_been_used()
    {
        Wire.Answers(Path, "{}");

        var analytics = await Client.GetAnalyticsAsync().Soon();

        Wire.Request.Query.Should().BeEmpty();
        (analytics.Period, analytics.Summary).Should().Be((null, null));
        (analytics.Daily.Count, analytics.ByAgent.Count, analytics.ByModel.Count, analytics.TopTools.Count, analytics.ByCredentialSource.Count).Should().Be((0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_only()
    {
        Wire.Answers(Path, """{"summary":{"total_turns":{},"tool_calls":9},"daily":[{"day":"2026-05-01T00:00:00Z"},{"day":7,"total_turns":2}],"by_agent":"none"}""");

        var analytics = await Client.GetAnalyticsAsync().Soon();

        (analytics.Summary!.TotalTurns, analytics.Summary.ToolCalls).Should().Be((null, 9));
        analytics.Daily.Select(day => (day.Day?.Day, day.TotalTurns)).Should().Equal((1, null), (null, 2));
        analytics.AdditionalProperties!["by_agent"].GetString().Should().Be("none");
    }

    [Fact]
    public async Task The_agent_of_another_organization_is_forbidden()
    {
        Wire.Answers(Path, new Answer(403, """{"error":"FORBIDDEN"}"""));

        await Client.Invoking(client => client.GetAnalyticsAsync(agentId: "a1").Soon()).Should().ThrowAsync<FlapjackPermissionException>();
    }

    [Fact]
    public void An_argument_is_checked_at_the_call()
    {
        Action agent = () => Client.GetAnalyticsAsync(agentId: "\uD83E");
        Action period = () => Client.GetAnalyticsAsync(new("\uD83E"));

        agent.Should().ThrowExactly<ArgumentException>().WithParameterName("agentId");
        period.Should().ThrowExactly<ArgumentException>().WithParameterName("period");
        Wire.Requests.Should().BeEmpty();
    }
}
