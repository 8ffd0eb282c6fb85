using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Runs;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads and checks the body of <c>PUT /api/runners/{runnerId}/budget</c>. The fields that this backend does not know are kept.</summary>
internal static class RunnerBudgetBody
{
    public static JsonObject Read(BodyReader body)
    {
        body.Number(RunBudget.MaxCostField, "INVALID_MAX_COST_USD", 0, 1_000_000_000);
        body.OneOf(RunBudget.PeriodField, "INVALID_PERIOD", RunBudget.Total, RunBudget.Day, RunBudget.Month);
        return JsonNode.Parse(body.WholeBody("INVALID_BUDGET").GetRawText())!.AsObject();
    }
}
