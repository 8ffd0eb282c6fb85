using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>The marketplace profile of an agent as it is stored.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="OrgId">The agent's organization.</param>
/// <param name="CreatedAt">When the profile was first written.</param>
/// <param name="UpdatedAt">When the profile was last written.</param>
/// <param name="Profile">What was written.</param>
/// <param name="Avatar">The agent's picture; null for none.</param>
internal sealed record MarketplaceRow(
    string AgentId, string OrgId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, MarketplaceProfile Profile, Avatar? Avatar)
{
    // No endpoint for a picture is documented, so the answer holds the picture.
    public JsonObject ToJson() => new()
    {
        ["agent_id"] = AgentId,
        ["org_id"] = OrgId,
        ["handle"] = Profile.Handle,
        ["avatar"] = Avatar is null ? null : $"data:{Avatar.ContentType};base64,{Convert.ToBase64String(Avatar.Bytes)}",
        ["capabilities"] = JsonSerializer.SerializeToNode(Profile.Capabilities ?? []),
        ["readiness_score"] = ReadinessScore,
        ["created_at"] = UtcTimeConverter.Text(CreatedAt),
        ["updated_at"] = UtcTimeConverter.Text(UpdatedAt),
    };

    // How many of handle, avatar and capabilities are there, in percent.
    private int ReadinessScore
    {
        get
        {
            bool[] parts = [Profile.Handle is not null, Avatar is not null, Profile.Capabilities is { Count: > 0 }];
            return 100 * parts.Count(isThere => isThere) / parts.Length;
        }
    }
}
