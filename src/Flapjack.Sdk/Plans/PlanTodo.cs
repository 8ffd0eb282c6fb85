using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of work in a plan.</summary>
/// <remarks><c>GET /api/plans/{planId}</c></remarks>
public record PlanTodo
{
    /// <summary>The todo's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>What must be done.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>How far the todo is; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public PlanTodoStatus? Status { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
