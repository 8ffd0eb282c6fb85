using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A skill as it is attached to an agent or a runner.</summary>
/// <remarks>
/// <c>GET /api/agents/{agentId}/skills</c> and <c>GET /api/runners/{runnerId}/skills</c>. The service documents only what is sent to attach it;
/// fields without a property here are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record SkillAttachment
{
    /// <summary>The id of the attached skill, a UUID.</summary>
    [JsonPropertyName("skill_id")]
    public string SkillId { get => field ?? ""; init; }

    /// <summary>The skill's name; null when the service did not say.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The text that this agent or runner uses in place of the skill's own; null for the skill's own.</summary>
    [JsonPropertyName("prompt_override")]
    public string? PromptOverride { get; init; }

    /// <summary>Whether a credential is stored with the attachment; null when the service did not say. The credential itself is never read back.</summary>
    [JsonPropertyName("has_credential")]
    public bool? HasCredential { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
