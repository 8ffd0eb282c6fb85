using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A skill to attach to an agent or a runner.</summary>
/// <remarks><c>POST /api/agents/{agentId}/skills</c> and <c>POST /api/runners/{runnerId}/skills</c></remarks>
public record AttachSkillRequest
{
    /// <summary>The id of the installed skill, a UUID.</summary>
    [JsonPropertyName("skillId")]
    public required string SkillId { get; init; }

    /// <summary>The text that this agent or runner uses in place of the skill's own; null for the skill's own.</summary>
    [JsonPropertyName("promptOverride")]
    public string? PromptOverride { get; init; }

    /// <summary>
    /// The credential that the skill uses here; null for none. The service does not document its shape, so any JSON is sent as it is. It is treated as
    /// a secret: <see cref="ToString"/> does not show it.
    /// </summary>
    [JsonPropertyName("credential")]
    public JsonElement? Credential { get; init; }

    /// <summary>Prints the fields, and hides the credential.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("SkillId = ").Append(SkillId).Append(", PromptOverride = ").Append(PromptOverride)
            .Append(", Credential = ").Append(Credential is null ? "" : "[hidden]");
        return true;
    }
}
