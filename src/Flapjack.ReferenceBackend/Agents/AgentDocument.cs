using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>What an agent says of itself. The defaults are those of an agent that was created without saying more than its name.</summary>
internal sealed record AgentDocument
{
    /// <summary>The model of an agent that names none.</summary>
    public const string DefaultModelId = "gpt-5.4";

    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("stable_preamble")]
    public string? StablePreamble { get; init; }

    [JsonPropertyName("default_model")]
    public string DefaultModel { get; init; } = DefaultModelId;

    /// <summary>No request can set it: it is documented in answers only.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    [JsonPropertyName("tool_profiles")]
    public JsonElement? ToolProfiles { get; init; }

    [JsonPropertyName("default_profile")]
    public string? DefaultProfile { get; init; }

    [JsonPropertyName("scheduled_tasks_enabled")]
    public bool ScheduledTasksEnabled { get; init; }

    /// <summary>No request can set it: it is documented in answers only.</summary>
    [JsonPropertyName("runtime_provider")]
    public string? RuntimeProvider { get; init; } = "tensorlake";

    [JsonPropertyName("project_id")]
    public string? ProjectId { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
