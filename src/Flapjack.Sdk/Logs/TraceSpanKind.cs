using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a span tells about. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<TraceSpanKind>))]
public readonly record struct TraceSpanKind(string? Value) : IOpenString<TraceSpanKind>
{
    /// <summary>A turn of an agent.</summary>
    public static TraceSpanKind Agent { get; } = new("agent");

    /// <summary>A step of a run.</summary>
    public static TraceSpanKind RunnerStep { get; } = new("runner_step");

    /// <summary>A call of a model.</summary>
    public static TraceSpanKind Llm { get; } = new("llm");

    /// <summary>A call of a tool.</summary>
    public static TraceSpanKind Tool { get; } = new("tool");

    /// <summary>A call of an MCP server.</summary>
    public static TraceSpanKind Mcp { get; } = new("mcp");

    /// <summary>A request to an address.</summary>
    public static TraceSpanKind Webhook { get; } = new("webhook");

    /// <summary>A condition of a runner.</summary>
    public static TraceSpanKind Condition { get; } = new("condition");

    /// <summary>A lookup in the knowledge, or the embedding of a text.</summary>
    public static TraceSpanKind Embedding { get; } = new("embedding");

    /// <summary>A check of what goes in or comes out.</summary>
    public static TraceSpanKind Guardrail { get; } = new("guardrail");

    /// <summary>A chain of several steps.</summary>
    public static TraceSpanKind Chain { get; } = new("chain");

    static TraceSpanKind IOpenString<TraceSpanKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
