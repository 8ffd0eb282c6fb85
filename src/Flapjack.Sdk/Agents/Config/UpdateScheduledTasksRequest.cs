using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Whether an agent is to be allowed to set itself tasks for later.</summary>
/// <remarks><c>PUT /api/agents/{agentId}/scheduled-tasks</c></remarks>
public record UpdateScheduledTasksRequest
{
    /// <summary>Whether it may.</summary>
    [JsonPropertyName("enabled")]
    public required bool Enabled { get; init; }
}
