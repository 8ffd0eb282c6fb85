using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A todo to add to a plan.</summary>
/// <remarks><c>POST /api/plans/{planId}/todos</c></remarks>
public record AddTodoRequest
{
    /// <summary>What must be done.</summary>
    [JsonPropertyName("content")]
    public required string Content { get; init; }

    /// <summary>How far the todo is; null leaves the choice to the service.</summary>
    [JsonPropertyName("status")]
    public PlanTodoStatus? Status { get; init; }
}
