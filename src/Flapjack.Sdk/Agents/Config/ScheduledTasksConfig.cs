using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whether an agent may set itself tasks for later.</summary>
/// <remarks><c>GET /api/agents/{agentId}/scheduled-tasks</c></remarks>
public record ScheduledTasksConfig
{
    /// <summary>Whether the agent may; null when the service did not say. The same setting is <see cref="Agent.ScheduledTasksEnabled"/>.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
