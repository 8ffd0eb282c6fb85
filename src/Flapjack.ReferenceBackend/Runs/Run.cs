using System.Text.Json;
using Flapjack.Sdk;
using LocalComputers.Computers;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>A run of a runner, as it is stored.</summary>
internal sealed record Run(string Id, string OrgId, string RunnerId, RunnerRunStatus Status, Actor Actor, DateTimeOffset CreatedAt)
{
    public JsonElement? Input { get; init; }

    /// <summary>The output of the last step that was completed; null until the run has ended.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why the run failed; null if it did not.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>Why the run is paused; null if it is not.</summary>
    public string? PauseReason { get; init; }

    /// <summary>The kind of the trigger; <c>api</c> for a run that was started without one.</summary>
    public required string Origin { get; init; }

    public string? TriggerId { get; init; }

    /// <summary>Where the run belongs in a trace; null for nowhere.</summary>
    public TracePlace? Trace { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When a start of the backend found that an earlier process had died in the middle of the run; null if that never happened.</summary>
    public DateTimeOffset? InterruptedAt { get; init; }

    /// <summary>What the steps have used.</summary>
    public long InputTokens { get; init; }

    /// <summary>What the steps have used.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What the steps have cost, in billionths of a US dollar.</summary>
    public long CostNanoUsd { get; init; }
}
