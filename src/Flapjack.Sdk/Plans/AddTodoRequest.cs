using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A todo to add to a plan.</summary>
/// <remarks><c>POST /api/plans/{planId}/todos</c></remarks>
public record AddTodoRequest
{
    /// <summary>What is to do.</summary>
    [JsonPropertyName("content")]
    public required string Content { get; init; }

    /// <summary>How far it is; null leaves it to the service, whose todos begin as <see cref="PlanTodoStatus.Pending"/>.</summary>
    [JsonPropertyName("status")]
    public PlanTodoStatus? Status { get; init; }
}
