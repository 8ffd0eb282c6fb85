using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A plan of a thread: a list of todos, which the agent works through.</summary>
/// <remarks><c>GET /api/plans/{planId}</c></remarks>
public record Plan
{
    /// <summary>The plan's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>What the plan is called, for people.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>What must be done, in the plan's order; empty when the plan has no todos, or when the service did not send them.</summary>
    [JsonPropertyName("todos")]
    public IReadOnlyList<PlanTodo> Todos { get => field ?? []; init; }

    /// <summary>When it was created; null when the service did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
