using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>A todo of a plan, as the answers show it.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Content">What must be done.</param>
/// <param name="Status">How far the todo is, one of <see cref="TodoStatuses"/>.</param>
/// <param name="CreatedAt">When the todo was added.</param>
/// <param name="UpdatedAt">When the todo was last changed.</param>
internal sealed record TodoRow(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("plan_id")] string PlanId,
    [property: JsonPropertyName("content")] string Content,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("updated_at")] DateTimeOffset UpdatedAt);
