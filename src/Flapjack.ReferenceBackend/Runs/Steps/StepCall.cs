using System.Text.Json;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>One execution of a step.</summary>
internal sealed record StepCall
{
    public required string OrgId { get; init; }

    public required string RunnerId { get; init; }

    public required string RunId { get; init; }

    /// <summary>The id of this execution. Every attempt has the same id, so that an effect can be known again by it.</summary>
    public required string Id { get; init; }

    public required RunStep Step { get; init; }

    /// <summary>What the step is given, after its mapping.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What the run has brought so far: <c>{"input":…,"previous":…,"steps":{"Name":{"status":…,"output":…}}}</c>.</summary>
    public required JsonElement Context { get; init; }

    /// <summary>Who started the run, for the audit log of a computer.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The trace of this execution.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span of this execution. What the step does stands below it.</summary>
    public required string SpanId { get; init; }
}
