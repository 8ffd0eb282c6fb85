using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The budgets of runners, and whether they are used up.</summary>
internal sealed class RunBudgets(Store store, TimeProvider clock)
{
    private const string SpentField = "spentUsd";
    private const string RemainingField = "remainingUsd";

    /// <summary>The budget as it was set, with what is spent and what remains of it.</summary>
    public JsonObject Read(OrgRow<RunnerDocument> runner) => store.Read(db => Shown(db, runner.Id));

    /// <summary>Puts a budget in the place of the earlier one.</summary>
    public JsonObject Replace(OrgRow<RunnerDocument> runner, JsonObject budget)
    {
        budget.Remove(SpentField);
        budget.Remove(RemainingField);
        return store.Write(db =>
        {
            new OrgReference("runners", "runner", runner.Id).Check(db, runner.OrgId);
            db.Execute(
                "INSERT INTO runner_budgets (runner_id, budget) VALUES ($runner, $budget) ON CONFLICT (runner_id) DO UPDATE SET budget = $budget",
                ("$runner", runner.Id),
                ("$budget", budget.ToJsonString()));
            return Shown(db, runner.Id);
        });
    }

    /// <summary>Whether a runner can pay for more.</summary>
    /// <param name="runnerId">The runner.</param>
    /// <param name="unrecorded">What was spent and is not recorded yet, in US dollars.</param>
    public bool IsLeft(string runnerId, decimal unrecorded = 0) => store.Read(db =>
    {
        var budget = RunBudget.Of(RunBudget.Stored(db, runnerId));
        return budget.MaxCostUsd is not { } max || budget.Spent(db, runnerId, clock.GetUtcNow()) + unrecorded < max;
    });

    private JsonObject Shown(StoreSession db, string runnerId)
    {
        var stored = RunBudget.Stored(db, runnerId);
        var budget = RunBudget.Of(stored);
        var spent = budget.Spent(db, runnerId, clock.GetUtcNow());
        stored[SpentField] = spent;
        stored[RemainingField] = budget.MaxCostUsd is { } max ? Math.Max(0, max - spent) : null;
        return stored;
    }
}
