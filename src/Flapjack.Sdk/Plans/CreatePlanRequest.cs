using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A plan to create.</summary>
/// <remarks><c>POST /api/plans</c>. The service documents the title and the todos of a plan, but not the names in this body.</remarks>
public record CreatePlanRequest
{
    /// <summary>The id of the thread whose plan it is, a UUID.</summary>
    [JsonPropertyName("threadId")]
    public required string ThreadId { get; init; }

    /// <summary>What the plan is called, for people.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>The todos, in order; null for none yet.</summary>
    [JsonPropertyName("todos")]
    public IReadOnlyList<AddTodoRequest>? Todos { get; init; }
}
