using System.Text.Json;
using LocalComputers.Computers;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What starts a run.</summary>
/// <param name="OrgId">The organization.</param>
/// <param name="RunnerId">The runner.</param>
/// <param name="Actor">On whose behalf the run acts.</param>
internal sealed record RunStart(string OrgId, string RunnerId, Actor Actor)
{
    /// <summary>What the run is started with; null for nothing.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The kind of the trigger; <c>api</c> for a run that is started without one.</summary>
    public string Origin { get; init; } = "api";

    /// <summary>The trigger; null for none.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Where the run belongs in a trace; null for nowhere.</summary>
    public TracePlace? Trace { get; init; }

    /// <summary>What a repeat of the same start is known by: the same key of the same trigger is the same run. Null for a run of its own.</summary>
    public string? Key { get; init; }
}
