using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Why a run is paused. An open set: a value that this version does not know is kept as it came.</summary>
/// <remarks>The service documents that a budget pauses a run; the word is that of the reference backend.</remarks>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RunnerPauseReason>))]
public readonly record struct RunnerPauseReason(string? Value) : IOpenString<RunnerPauseReason>
{
    /// <summary>The budget of the runner is used up.</summary>
    public static RunnerPauseReason Budget { get; } = new("budget");

    static RunnerPauseReason IOpenString<RunnerPauseReason>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
