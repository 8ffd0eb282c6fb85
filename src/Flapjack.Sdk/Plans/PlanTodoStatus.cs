using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How far a todo is. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<PlanTodoStatus>))]
public readonly record struct PlanTodoStatus(string? Value) : IOpenString<PlanTodoStatus>
{
    /// <summary>Nobody has begun the todo.</summary>
    public static PlanTodoStatus Pending { get; } = new("pending");

    /// <summary>The agent works on the todo.</summary>
    public static PlanTodoStatus InProgress { get; } = new("in_progress");

    /// <summary>The todo is done.</summary>
    public static PlanTodoStatus Done { get; } = new("done");

    /// <summary>The todo was left out on purpose.</summary>
    public static PlanTodoStatus Skipped { get; } = new("skipped");

    static PlanTodoStatus IOpenString<PlanTodoStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
