using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The agent proposes another of its tool profiles; nothing is switched before the caller confirms it.</summary>
/// <remarks><c>POST /api/threads/{threadId}/messages</c>, event <c>profile_switch_proposal</c>.</remarks>
public sealed record ChatProfileSwitchProposalEvent : ChatEvent
{
    /// <summary>The proposed profile.</summary>
    [JsonPropertyName("target")]
    public string? Target { get; init; }

    /// <summary>Why the agent proposes it.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "profile_switch_proposal";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
