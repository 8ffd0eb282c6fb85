using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>What an installed skill says of itself.</summary>
internal sealed record SkillDocument
{
    public const string SkillMd = "skill_md";

    public const string OpenApiAction = "openapi_action";

    public const string McpRegistry = "mcp_registry";

    public const string Active = "active";

    /// <summary>No request disables a skill, but the service has this status.</summary>
    public const string Disabled = "disabled";

    public const string Error = "error";

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("source")]
    public string Source { get => field ?? ""; init; }

    [JsonPropertyName("source_url")]
    public string? SourceUrl { get; init; }

    [JsonPropertyName("source_ref")]
    public string? SourceRef { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>Why the source could not be read; null when it was.</summary>
    [JsonPropertyName("sync_error")]
    public string? SyncError { get; init; }

    /// <summary>What was read from the source. Answers do not show it.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>What names the skill within its organization.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Source, SourceRef, SourceUrl);

    /// <summary>The key of a skill that is made of this. The same reference at another address is another skill.</summary>
    public static string KeyOf(string source, string? sourceRef, string? sourceUrl) =>
        $"{source}:{sourceRef ?? sourceUrl}" + (sourceRef is null || sourceUrl is null ? "" : $" at {sourceUrl}");
}
