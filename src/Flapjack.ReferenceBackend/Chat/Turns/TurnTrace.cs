using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The span tree of a turn: the agent at its root, and below it each call of a model and of a tool.</summary>
/// <remarks>The spans are gathered here, and stored together with the messages that belong to them.</remarks>
internal sealed class TurnTrace
{
    private readonly TimeProvider _clock;
    // In the order in which they began: those of one millisecond are told in the order in which they are stored.
    private readonly OrderedDictionary<string, TraceSpan> _unstored = [];
    // The trace of a step is begun and ended by its run; the turn only adds spans.
    private readonly bool _isOfStep;
    private FlapjackTrace _trace;
    private TraceSpan _root;

    /// <param name="clock">The clock.</param>
    /// <param name="trace">The trace, as it begins or goes on.</param>
    /// <param name="rootSpanId">The id of its root.</param>
    /// <param name="question">What the user wrote.</param>
    /// <param name="stepSpanId">The span of the step in whose trace the turn stands; null if the turn has a trace of its own.</param>
    public TurnTrace(TimeProvider clock, FlapjackTrace trace, string rootSpanId, string question, string? stepSpanId = null)
    {
        (_clock, _trace, _isOfStep) = (clock, trace, stepSpanId is not null);
        _root = new()
        {
            Id = rootSpanId,
            TraceId = trace.Id,
            ParentSpanId = stepSpanId,
            Kind = TraceSpanKind.Agent,
            Name = trace.Name,
            Status = TraceStatus.Running,
            StartedAt = trace.StartedAt,
            Input = Text(question),
        };
        _unstored[_root.Id] = _root;
    }

    public string Id => _trace.Id;

    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(JsonValue.Create(text));

    /// <summary>Begins a span below the root.</summary>
    public TraceSpan Begin(TraceSpanKind kind, string name, JsonElement? input, string? parentId = null)
    {
        var span = new TraceSpan
        {
            Id = Guid.CreateVersion7(_clock.GetUtcNow()).ToString(),
            TraceId = _trace.Id,
            ParentSpanId = parentId ?? _root.Id,
            Kind = kind,
            Name = name,
            Status = TraceStatus.Running,
            StartedAt = _clock.GetUtcNow(),
            Input = input,
        };
        _unstored[span.Id] = span;
        return span;
    }

    /// <summary>A span below the root that an earlier request began, to be ended now.</summary>
    public TraceSpan Resume(string spanId, TraceSpanKind kind, string name, JsonElement? input, DateTimeOffset startedAt) => new()
    {
        Id = spanId,
        TraceId = _trace.Id,
        ParentSpanId = _root.Id,
        Kind = kind,
        Name = name,
        Status = TraceStatus.Running,
        StartedAt = startedAt,
        Input = input,
    };

    /// <summary>Ends a span.</summary>
    /// <param name="span">The span, with what was learned of it meanwhile.</param>
    /// <param name="output">What came of it; null for nothing.</param>
    /// <param name="error">What went wrong; null if nothing did.</param>
    public void End(TraceSpan span, JsonElement? output, JsonElement? error = null) => _unstored[span.Id] = span with
    {
        Status = error is null ? TraceStatus.Ok : TraceStatus.Error,
        EndedAt = _clock.GetUtcNow(),
        Output = output,
        Error = error,
    };

    /// <summary>Ends the whole trace. A span that runs still was cut off with it.</summary>
    public void EndAll(string text, JsonElement? error)
    {
        foreach (var span in _unstored.Values.Where(span => span.EndedAt is null && span.Id != _root.Id).ToList())
        {
            End(span, null, error ?? Text("The turn ended before this did."));
        }

        End(_root, Text(text), error);
        _root = _unstored[_root.Id];
        _trace = _trace with { Status = error is null ? TraceStatus.Ok : TraceStatus.Error, EndedAt = _clock.GetUtcNow() };
    }

    /// <summary>Stores what has changed, as part of a change.</summary>
    public void Save(StoreSession db)
    {
        if (!_isOfStep)
        {
            TraceTable.Save(db, _trace);
        }

        TraceTable.SaveSpans(db, _trace.Id, [.. _unstored.Values]);
        var trace = _unstored;
        db.OnCommitted(() =>
        {
            foreach (var ended in trace.Where(span => span.Value.EndedAt is not null).Select(span => span.Key).ToList())
            {
                trace.Remove(ended);
            }
        });
    }
}
