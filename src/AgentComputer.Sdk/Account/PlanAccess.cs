using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whether a plan gives access to computers. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<PlanAccess>))]
public readonly record struct PlanAccess(string? Value) : IOpenString<PlanAccess>
{
    /// <summary>It does.</summary>
    public static PlanAccess Active { get; } = new("active");

    /// <summary>It does not, for example because the credit is used up.</summary>
    public static PlanAccess Inactive { get; } = new("inactive");

    /// <summary>The service can not tell now.</summary>
    public static PlanAccess Unavailable { get; } = new("unavailable");

    static PlanAccess IOpenString<PlanAccess>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
