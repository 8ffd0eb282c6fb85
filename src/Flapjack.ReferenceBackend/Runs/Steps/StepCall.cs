using System.Text.Json;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>One execution of a step.</summary>
internal sealed record StepCall
{
    public required string OrgId { get; init; }

    public required string RunnerId { get; init; }

    public required string RunnerName { get; init; }

    /// <summary>The model of a step without an agent; null for this backend's default.</summary>
    public string? RunnerModel { get; init; }

    public required string RunId { get; init; }

    /// <summary>The id of this execution. Every attempt has the same id.</summary>
    public required string Id { get; init; }

    /// <summary>1, and one more each time that the step runs anew after a crash because it is safe to repeat. A step that goes on after a pause is in the same attempt.</summary>
    public required int Attempt { get; init; }

    public required RunStep Step { get; init; }

    /// <summary>What the step is given, after its mapping.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What the run has brought so far: <c>{"input":…,"previous":…,"steps":{"Name":{"status":…,"output":…}}}</c>.</summary>
    public required JsonElement Context { get; init; }

    /// <summary>Who started the run, for the audit log of a computer.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The id of the conversation of this attempt, if the step has an agent that answers.</summary>
    public required string ThreadId { get; init; }

    /// <summary>Whether the runner can pay another call of a model; it is told what the step has cost since it began or went on, in US dollars.</summary>
    public required Func<decimal, bool> MayAsk { get; init; }

    /// <summary>The trace of this execution.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span of this execution. What the step does stands below it.</summary>
    public required string SpanId { get; init; }
}
