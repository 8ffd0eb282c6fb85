using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>The steps of runners.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunnerParts(Store store, TimeProvider clock)
{
    private const string StepColumns = "id, org_id, created_at, updated_at, document";

    /// <summary>Adds a step behind the other steps of its runner.</summary>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">The agent of the step does not exist, or belongs to another organization.</exception>
    public OrgRow<RunnerStepDocument> AddStep(OrgRow<RunnerDocument> runner, RunnerStepDocument step) => store.Write(db =>
    {
        new OrgReference("agents", "agent", step.AgentId).Check(db, runner.OrgId);
        new OrgReference("runners", "runner", runner.Id).Check(db, runner.OrgId);
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
}
