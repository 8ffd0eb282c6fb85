using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Steps;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>The steps of runners.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunnerParts(Store store, TimeProvider clock)
{
    private const string StepColumns = "id, org_id, created_at, updated_at, document";

    // Ours. A run copies all steps of its runner.
    private const int MostSteps = 100;

    /// <summary>Adds a step behind the other steps of its runner.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="step">The step.</param>
    /// <param name="caller">Who adds it.</param>
    /// <exception cref="Refusal">
    /// The agent of the step does not exist, or belongs to another organization; the name is taken; there are too many steps; or the caller may not run
    /// commands.
    /// </exception>
    public OrgRow<RunnerStepDocument> AddStep(OrgRow<RunnerDocument> runner, RunnerStepDocument step, Caller caller) => store.Write(db =>
    {
        if (step.Kind == ComputerStep.Kind)
        {
            // Otherwise a key without the scope could run commands by way of a runner.
            caller.Require(FlapjackScopes.SandboxAdmin);
        }

        new OrgReference("agents", "agent", step.AgentId).Check(db, runner.OrgId);
        new OrgReference("runners", "runner", runner.Id).Check(db, runner.OrgId);
        RefuseTaken(db, runner, step);
        var now = clock.GetUtcNow();
        var row = new OrgRow<RunnerStepDocument>(Guid.CreateVersion7(now).ToString(), runner.OrgId, now, now, step with { RunnerId = runner.Id });
        db.Execute(
            $"INSERT INTO runner_steps ({StepColumns}, runner_id, agent_id) VALUES ($id, $org, $now, $now, $document, $runner, $agent)",
            ("$id", row.Id),
            ("$org", row.OrgId),
            ("$now", now),
            ("$document", JsonSerializer.Serialize(row.Document)),
            ("$runner", runner.Id),
            ("$agent", step.AgentId));
        return row;
    });

    /// <summary>The steps of a runner in the order in which they run.</summary>
    public IReadOnlyList<OrgRow<RunnerStepDocument>> Steps(OrgRow<RunnerDocument> runner) => store.Read(db => db.Query(
        $"SELECT {StepColumns} FROM runner_steps WHERE runner_id = $runner ORDER BY place",
        row => new OrgRow<RunnerStepDocument>(
            row.GetString(0), row.GetString(1), row.Time(2), row.Time(3), JsonSerializer.Deserialize<RunnerStepDocument>(row.GetString(4))!),
        ("$runner", runner.Id)));

    private static void RefuseTaken(StoreSession db, OrgRow<RunnerDocument> runner, RunnerStepDocument step)
    {
        // A runner has few steps, so its names need no index.
        var names = db.Query("SELECT document ->> '$.name' FROM runner_steps WHERE runner_id = $runner", row => row.TextOrNull(0), ("$runner", runner.Id));
        if (names.Count >= MostSteps)
        {
            throw new Refusal(RefusalKind.Contradiction, "TOO_MANY_STEPS", $"The runner '{runner.Id}' has {MostSteps} steps, and can't have more.");
        }

        if (step.Name is not null && names.Contains(step.Name))
        {
            throw new Refusal(
                RefusalKind.Contradiction, "NAME_TAKEN", $"A step of the runner '{runner.Id}' has the name '{step.Name}'. Choose another name, because later steps find its output by it.");
        }
    }
}
