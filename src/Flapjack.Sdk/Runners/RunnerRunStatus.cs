using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Where a run of a runner stands. An open set: a value that this version does not know is kept as it came.</summary>
/// <remarks>
/// The service documents <c>pending</c>, and counts runs that are <c>completed</c>, <c>failed</c> or <c>cancelled</c>; <c>running</c> and <c>paused</c> are
/// the words of the reference backend.
/// </remarks>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RunnerRunStatus>))]
public readonly record struct RunnerRunStatus(string? Value) : IOpenString<RunnerRunStatus>
{
    /// <summary>The run waits for its turn; every run begins so.</summary>
    public static RunnerRunStatus Pending { get; } = new("pending");

    /// <summary>The steps run.</summary>
    public static RunnerRunStatus Running { get; } = new("running");

    /// <summary>The run has ended well: every step is completed or skipped.</summary>
    public static RunnerRunStatus Completed { get; } = new("completed");

    /// <summary>A step has failed, or nobody knows what it has done.</summary>
    public static RunnerRunStatus Failed { get; } = new("failed");

    /// <summary>The run was ended before its last step.</summary>
    public static RunnerRunStatus Cancelled { get; } = new("cancelled");

    /// <summary>The budget of the runner is used up; <see cref="FlapjackClient.ResumeRunAsync"/> lets the run go on.</summary>
    public static RunnerRunStatus Paused { get; } = new("paused");

    static RunnerRunStatus IOpenString<RunnerRunStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
