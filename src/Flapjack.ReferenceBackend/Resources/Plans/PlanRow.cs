using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>A plan with its todos, as the answers show it.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="OrgId">The organization.</param>
/// <param name="ThreadId">The thread whose plan it is.</param>
/// <param name="Title">The title.</param>
/// <param name="Todos">The todos, in order.</param>
/// <param name="CreatedAt">When the plan was created.</param>
/// <param name="UpdatedAt">When the plan or its list of todos was last changed.</param>
internal sealed record PlanRow(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("org_id")] string OrgId,
    [property: JsonPropertyName("thread_id")] string ThreadId,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("todos")] IReadOnlyList<TodoRow> Todos,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updated_at")] DateTimeOffset UpdatedAt);
