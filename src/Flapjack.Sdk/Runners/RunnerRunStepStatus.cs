using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Where a step of a run stands. An open set: a value that this version does not know is kept as it came.</summary>
/// <remarks>The service does not document these words; they are those of the reference backend.</remarks>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RunnerRunStepStatus>))]
public readonly record struct RunnerRunStepStatus(string? Value) : IOpenString<RunnerRunStepStatus>
{
    /// <summary>The step has not begun.</summary>
    public static RunnerRunStepStatus Pending { get; } = new("pending");

    /// <summary>The step runs.</summary>
    public static RunnerRunStepStatus Running { get; } = new("running");

    /// <summary>The step has ended well.</summary>
    public static RunnerRunStepStatus Completed { get; } = new("completed");

    /// <summary>The step has failed, and the run with it.</summary>
    public static RunnerRunStepStatus Failed { get; } = new("failed");

    /// <summary>The run was cancelled before the step had ended.</summary>
    public static RunnerRunStepStatus Cancelled { get; } = new("cancelled");

    /// <summary>The step will not run: a condition has led past it.</summary>
    public static RunnerRunStepStatus Skipped { get; } = new("skipped");

    /// <summary>The budget was used up in the middle of the step; the step goes on when the run is resumed.</summary>
    public static RunnerRunStepStatus Paused { get; } = new("paused");

    /// <summary>The backend was ended in the middle of the step, and nobody knows what the step has done. The run has failed.</summary>
    public static RunnerRunStepStatus Unknown { get; } = new("unknown");

    static RunnerRunStepStatus IOpenString<RunnerRunStepStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
