using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The body that attaches a thing to an agent or a runner, or detaches it: the id of the thing, and which parts of the thing may be used.</summary>
internal sealed record AttachmentBody
{
    [JsonPropertyName("mcpServerId")]
    public string? McpServerId { get; init; }

    [JsonPropertyName("integrationId")]
    public string? IntegrationId { get; init; }

    [JsonPropertyName("toolId")]
    public string? ToolId { get; init; }

    [JsonPropertyName("allowedTools")]
    public IReadOnlyList<string>? AllowedTools { get; init; }

    [JsonPropertyName("allowedTables")]
    public IReadOnlyList<string>? AllowedTables { get; init; }

    /// <summary>An id that stands in the body. It is checked like an id in the path.</summary>
    /// <exception cref="ArgumentException">The id is empty or blank, or holds half a character.</exception>
    public static string Id(string id, [CallerArgumentExpression(nameof(id))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id, parameter);
        OutgoingText.Check(id, parameter, parameter);
        return id;
    }
}
