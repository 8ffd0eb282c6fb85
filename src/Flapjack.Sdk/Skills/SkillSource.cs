using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What a skill is made of. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<SkillSource>))]
public readonly record struct SkillSource(string? Value) : IOpenString<SkillSource>
{
    /// <summary>The text of a <c>SKILL.md</c> file, which joins the agent's system prompt.</summary>
    public static SkillSource SkillMd { get; } = new("skill_md");

    /// <summary>An OpenAPI 3 document, each operation of which becomes a tool.</summary>
    public static SkillSource OpenApiAction { get; } = new("openapi_action");

    /// <summary>A remote MCP server of the MCP registry, whose tools are loaded when they are needed.</summary>
    public static SkillSource McpRegistry { get; } = new("mcp_registry");

    /// <summary>Text that was written in the dashboard. The service reserves this value; no call installs such a skill.</summary>
    public static SkillSource Custom { get; } = new("custom");

    static SkillSource IOpenString<SkillSource>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
