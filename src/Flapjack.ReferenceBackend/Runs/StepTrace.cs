using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>
/// The trace of one execution of a step: the step at its root, and below it what the step does. The turn of an agent adds its own spans; what any other step
/// does is one span.
/// </summary>
internal sealed class StepTrace
{
    private readonly FlapjackTrace _trace;
    private readonly TraceSpan _root;
    private readonly TraceSpan? _effect;

    /// <param name="run">The run.</param>
    /// <param name="row">The step, as it begins.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="agentIsThere">Whether the agent of the step exists. A trace goes with its agent, so it can't name an agent that is gone.</param>
    public StepTrace(Run run, RunStepRow row, DateTimeOffset now, bool agentIsThere)
    {
        _trace = new()
        {
            Id = row.TraceId!,
            OrgId = run.OrgId,
            AgentId = agentIsThere ? row.Step.AgentId : null,
            RunnerId = run.RunnerId,
            ThreadId = row.ThreadId,
            RunId = run.Id,
            Name = row.Step.Label,
            Status = TraceStatus.Running,
            StartedAt = now,
        };
        _root = Span(TraceSpanKind.RunnerStep, row.Step.Label, null, row.Input, now);
        _effect = KindOf(row.Step.Kind) is { } kind ? Span(kind, row.Step.Label, _root.Id, row.Input, now) : null;
    }

    /// <summary>The span of the step, below which the spans of its agent stand.</summary>
    public string RootSpanId => _root.Id;

    /// <summary>Stores that the step runs.</summary>
    public void Begin(StoreSession db) => TraceTable.Save(db, _trace, _effect is null ? [_root] : [_root, _effect]);

    /// <summary>Stores how the step ended, unless the trace was deleted with its agent.</summary>
    public void End(StoreSession db, StepOutcome outcome, DateTimeOffset now)
    {
        if (!TraceTable.Exists(db, _trace.Id))
        {
            return;
        }

        var error = outcome.Fault is { } fault ? Text($"{fault.Code}: {fault.Message}") : outcome.IsCancelled ? Text("The run was cancelled.") : (JsonElement?)null;
        var status = error is null ? TraceStatus.Ok : TraceStatus.Error;
        var ended = new[] { _root, _effect }.OfType<TraceSpan>().Select(span => span with { Status = status, EndedAt = now, Output = outcome.Output, Error = error });
        TraceTable.Save(db, _trace with { Status = status, EndedAt = now }, [.. ended]);
    }

    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(JsonValue.Create(text));

    private static TraceSpanKind? KindOf(string kind) => kind switch
    {
        "webhook" => TraceSpanKind.Webhook,
        "condition" => TraceSpanKind.Condition,
        "computer" => TraceSpanKind.Tool,
        _ => null,
    };

    private TraceSpan Span(TraceSpanKind kind, string name, string? parentId, JsonElement? input, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString(),
        TraceId = _trace.Id,
        ParentSpanId = parentId,
        Kind = kind,
        Name = name,
        Status = TraceStatus.Running,
        StartedAt = now,
        Input = input,
    };
}
