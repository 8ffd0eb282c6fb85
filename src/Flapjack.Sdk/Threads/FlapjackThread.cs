using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A conversation with an agent.</summary>
/// <remarks>
/// <c>POST /api/threads</c>. The type is not called <c>Thread</c>, because <c>System.Threading.Thread</c> is. Fields that the service sends without documenting
/// them, such as <c>kind</c>, are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record FlapjackThread
{
    /// <summary>The thread's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>The id of the agent that answers, a UUID.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>What the thread is called, for people; null for no title.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The agent's tool profile that the thread uses; null for none.</summary>
    [JsonPropertyName("active_profile")]
    public string? ActiveProfile { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
