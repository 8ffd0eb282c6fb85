using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whether an installed skill is used. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<SkillStatus>))]
public readonly record struct SkillStatus(string? Value) : IOpenString<SkillStatus>
{
    /// <summary>Agents and runners that the skill is attached to use it.</summary>
    public static SkillStatus Active { get; } = new("active");

    /// <summary>An administrator paused the skill; nothing uses it.</summary>
    public static SkillStatus Disabled { get; } = new("disabled");

    /// <summary>The skill's source could not be read.</summary>
    public static SkillStatus Error { get; } = new("error");

    static SkillStatus IOpenString<SkillStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
