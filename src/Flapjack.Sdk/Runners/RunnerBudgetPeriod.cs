using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The time that a budget is for. An open set: a value that this version does not know is kept as it came.</summary>
/// <remarks>The service does not document these words; they are those of the reference backend.</remarks>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RunnerBudgetPeriod>))]
public readonly record struct RunnerBudgetPeriod(string? Value) : IOpenString<RunnerBudgetPeriod>
{
    /// <summary>All of the time that the runner exists.</summary>
    public static RunnerBudgetPeriod Total { get; } = new("total");

    /// <summary>A day, in UTC.</summary>
    public static RunnerBudgetPeriod Day { get; } = new("day");

    /// <summary>A month of the calendar, in UTC.</summary>
    public static RunnerBudgetPeriod Month { get; } = new("month");

    static RunnerBudgetPeriod IOpenString<RunnerBudgetPeriod>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
