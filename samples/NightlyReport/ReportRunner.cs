using System.Text.Json;
using Flapjack.Sdk;

namespace NightlyReport;

/// <summary>The runner: it counts the orders of the day on a computer, and if there are any, an agent writes the report, which a webhook delivers.</summary>
/// <param name="Id">The runner's id.</param>
/// <param name="AgentId">The agent that writes the report, and on whose computer the orders are counted.</param>
/// <param name="Trigger">The trigger that starts a run at two o'clock each night.</param>
internal sealed record ReportRunner(string Id, string AgentId, RunnerTrigger Trigger)
{
    // The command counts the orders and empties the file. What it prints is JSON, so later steps find its fields.
    private const string CountOrders =
        """
        awk -F, '{ orders++; revenue += $2 } END { printf "{\"orders\":%d,\"revenue\":%.2f}\n", orders, revenue }' orders.csv && : > orders.csv
        """;

    public static async Task<ReportRunner> CreateAsync(FlapjackClient flapjack, string reportUrl, CancellationToken cancellationToken)
    {
        var created = await flapjack.CreateAgentFromTemplateAsync(new() { Name = "Reporter", Template = ComputerTemplate.Blank }, cancellationToken);
        var agentId = created.Agent.Id;
        await flapjack.WaitUntilComputerReadyAsync(agentId, cancellationToken);
        var runner = await flapjack.CreateRunnerAsync(new() { Name = "Nightly report" }, cancellationToken);

        AddRunnerStepRequest[] steps =
        [
            new()
            {
                Kind = RunnerStepKind.Computer,
                Name = "Count",
                AgentId = agentId,
                Config = Json(new { command = CountOrders }),
                TimeoutSec = 60,
            },
            new()
            {
                Kind = RunnerStepKind.Condition,
                Name = "Any orders?",
                Config = JsonElement.Parse(
                    """{"if":{"path":"$.steps.Count.output.json.orders","operator":"greater_than","value":0},"otherwise":"stop"}"""),
            },
            new()
            {
                Kind = RunnerStepKind.Agent,
                Name = "Write",
                AgentId = agentId,
                InputMapping = JsonElement.Parse(
                    """{"shop":"$.input.shop","orders":"$.steps.Count.output.json.orders","revenue":"$.steps.Count.output.json.revenue"}"""),
                Config = JsonElement.Parse("""{"prompt":"Write the report of {{shop}}: {{orders}} orders, {{revenue}} dollars."}"""),
            },
            new()
            {
                Kind = RunnerStepKind.Webhook,
                Name = "Deliver",
                InputMapping = JsonElement.Parse("""{"report":"$.steps.Write.output.text","orders":"$.steps.Count.output.json.orders"}"""),
                Config = Json(new { url = reportUrl }),
            },
        ];
        foreach (var step in steps)
        {
            await flapjack.AddRunnerStepAsync(runner.Id, step, cancellationToken);
        }

        await flapjack.UpdateRunnerBudgetAsync(runner.Id, new() { MaxCostUsd = 0.50m, Period = RunnerBudgetPeriod.Day }, cancellationToken);
        var trigger = await flapjack.AddRunnerTriggerAsync(
            runner.Id,
            new() { Kind = RunnerTriggerKind.Cron, CronExpression = "0 2 * * *", Input = JsonElement.Parse("""{"shop":"Pancake House"}""") },
            cancellationToken);
        return new(runner.Id, agentId, trigger);
    }

    public async Task TakeOrdersAsync(FlapjackClient flapjack, CancellationToken cancellationToken) =>
        (await flapjack.RunComputerAsync(
            AgentId, new() { Command = "printf 'pancakes,12.50\\nwaffles,19\\ntea,10\\n' >> orders.csv; cat orders.csv" }, cancellationToken)).EnsureSuccess();

    public async Task DeleteAsync(FlapjackClient flapjack)
    {
        // An interrupted program cleans up as well.
        await flapjack.DeleteRunnerAsync(Id, CancellationToken.None);
        await flapjack.DeleteAgentAsync(AgentId, CancellationToken.None);
    }

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
