using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change about the tasks that an agent sets itself for later.</summary>
/// <remarks><c>PUT /api/agents/{agentId}/scheduled-tasks</c></remarks>
public record UpdateScheduledTasksRequest
{
    /// <summary>Whether the agent may set itself tasks.</summary>
    [JsonPropertyName("enabled")]
    public required bool Enabled { get; init; }
}
