using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a todo. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/plans/{planId}/todos/{todoId}</c></remarks>
public record UpdateTodoRequest
{
    /// <summary>What must be done; null leaves the text as it is.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>How far the todo is; null leaves the status as it is.</summary>
    [JsonPropertyName("status")]
    public PlanTodoStatus? Status { get; init; }
}
