using Flapjack.ReferenceBackend.Runs.Steps;

namespace Flapjack.ReferenceBackend;

/// <summary>What the steps of runners can do. A new kind of step has a line here.</summary>
internal static class BackendSteps
{
    public static IReadOnlyList<IStepKind> Kinds(ResourceParts parts) =>
    [
        // The first kind of a name counts.
        .. parts.Options.StepKinds,
        new AgentStep(parts.Store, parts.Turns, parts.Clock),
        new WebhookStep(parts.SignedPost, parts.Orgs),
        new ConditionStep(),
        new ComputerStep(parts.Agents, new(new(parts.Store), parts.Agents), parts.Options.ExecKeyRetention, parts.Clock),
    ];
}
