using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Telemetry;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What all runs of a backend share.</summary>
/// <param name="Store">The store.</param>
/// <param name="Kinds">What steps do.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Telemetry">The spans and the measurements.</param>
/// <param name="Logger">Where the runs log.</param>
internal sealed record RunServices(Store Store, IReadOnlyList<IStepKind> Kinds, TimeProvider Clock, BackendTelemetry Telemetry, ILogger Logger)
{
    public RunBudgets Budgets { get; } = new(Store, Clock);

    /// <summary>What the steps of a kind do; null if there is no such kind.</summary>
    public IStepKind? KindOf(RunStep step) => Kinds.FirstOrDefault(kind => kind.Name == step.Kind);
}
