using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A skill as it is attached to an agent or a runner. Its credential is never read back.</summary>
/// <remarks>
/// <c>GET /api/agents/{agentId}/skills</c> and <c>GET /api/runners/{runnerId}/skills</c>. The service documents only what is sent to attach it:
/// the fields here are those, and all others are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record SkillAttachment
{
    /// <summary>The id of the attached skill, a UUID.</summary>
    [JsonPropertyName("skill_id")]
    public string SkillId { get => field ?? ""; init; }

    /// <summary>The text that this agent or runner uses in place of the skill's own; null for the skill's own.</summary>
    [JsonPropertyName("prompt_override")]
    public string? PromptOverride { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
