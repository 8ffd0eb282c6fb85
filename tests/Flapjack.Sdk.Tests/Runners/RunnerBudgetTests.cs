using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunnerBudgetTests : WireTest
{
    private const string Budget = "/api/runners/r1/budget";

    [Fact]
    public async Task A_budget_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Budget, """{"maxCostUsd":5.50,"period":"month","spentUsd":0.0000012,"remainingUsd":5.4999988,"alertAt":80}""");

        var budget = await Client.GetRunnerBudgetAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Budget));
        (budget.MaxCostUsd, budget.Period, budget.SpentUsd, budget.RemainingUsd).Should().Be((5.5m, RunnerBudgetPeriod.Month, 0.0000012m, 5.4999988m));
        budget.AdditionalProperties!["alertAt"].GetInt32().Should().Be(80);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"maxCostUsd":null,"remainingUsd":null}""")]
    public async Task Without_a_limit_there_is_nothing_to_read(string json)
    {
        Wire.Answers(Budget, json);

        var budget = await Client.GetRunnerBudgetAsync("r1").Soon();

        (budget.MaxCostUsd, budget.Period, budget.SpentUsd, budget.RemainingUsd).Should().Be((null, null, null, null));
    }

    [Fact]
    public async Task A_budget_that_is_changed_goes_back_with_what_this_version_does_not_know()
    {
        Wire.Answers(Budget, """{"maxCostUsd":5,"period":"fortnight","monthly_usd":6}""");
        var budget = await Client.GetRunnerBudgetAsync("r1").Soon();

        var changed = await Client.UpdateRunnerBudgetAsync("r1", budget with { MaxCostUsd = 7.25m }).Soon();

        (Wire.Requests[1].Method, Wire.Requests[1].Path).Should().Be(("PUT", Budget));
        Wire.Requests[1].Body.Should().Be("""{"maxCostUsd":7.25,"period":"fortnight","monthly_usd":6}""");
        changed.AdditionalProperties!["monthly_usd"].GetInt32().Should().Be(6);
    }

    [Fact]
    public async Task A_field_that_came_odd_goes_back_unless_it_was_set_since()
    {
        Wire.Answers(Budget, """{"maxCostUsd":"plenty","period":3}""");
        var odd = await Client.GetRunnerBudgetAsync("r1").Soon();

        await Client.UpdateRunnerBudgetAsync("r1", odd).Soon();
        await Client.UpdateRunnerBudgetAsync("r1", odd with { MaxCostUsd = 1 }).Soon();

        (odd.MaxCostUsd, odd.Period).Should().Be((null, null));
        Wire.Requests[1].Body.Should().Be("""{"maxCostUsd":"plenty","period":3}""");
        Wire.Requests[2].Body.Should().Be("""{"maxCostUsd":1,"period":3}""");
    }

    [Fact]
    public async Task An_empty_budget_removes_the_limit()
    {
        Wire.Answers(Budget, "{}");

        await Client.UpdateRunnerBudgetAsync("r1", new()).Soon();

        Wire.Request.Body.Should().Be("{}");
    }
}
