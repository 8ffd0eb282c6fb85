using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a step of a runner does. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RunnerStepKind>))]
public readonly record struct RunnerStepKind(string? Value) : IOpenString<RunnerStepKind>
{
    /// <summary>An agent, or the model of the runner, answers.</summary>
    public static RunnerStepKind Agent { get; } = new("agent");

    /// <summary>A request is sent to an address.</summary>
    public static RunnerStepKind Webhook { get; } = new("webhook");

    /// <summary>A condition decides how the run goes on.</summary>
    public static RunnerStepKind Condition { get; } = new("condition");

    /// <summary>A command runs on a computer.</summary>
    public static RunnerStepKind Computer { get; } = new("computer");

    static RunnerStepKind IOpenString<RunnerStepKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
