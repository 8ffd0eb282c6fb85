using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>A step of a run, as it is stored.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Place">Which step of the run it is, from 1.</param>
/// <param name="Id">The id of its execution.</param>
/// <param name="Step">The step, as it was when the run was created.</param>
/// <param name="Status">Where it stands, of <see cref="StepStates"/>.</param>
internal sealed record RunStepRow(string RunId, int Place, string Id, RunStep Step, string Status)
{
    /// <summary>How often it has begun, going on after a pause not counted.</summary>
    public int Attempt { get; init; }

    /// <summary>The conversation of the attempt; null for a step in which no agent answers.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The trace of the latest execution.</summary>
    public string? TraceId { get; init; }

    public JsonElement? Input { get; init; }

    public JsonElement? Output { get; init; }

    public RunFault? Fault { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>The cost, in billionths of a US dollar.</summary>
    public long CostNanoUsd { get; init; }
}
