using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What a share gives access to, as the person sees it who has its token. <see cref="ToString"/> does not show the address.</summary>
/// <remarks><c>GET /v1/shares/{shareToken}</c></remarks>
public record ResolvedShare
{
    /// <summary>The share's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The computer's id.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>The computer's short name.</summary>
    [JsonPropertyName("computer_handle")]
    public string? ComputerHandle { get; init; }

    /// <summary>The computer's name, for people.</summary>
    [JsonPropertyName("computer_display_name")]
    public string? ComputerDisplayName { get; init; }

    /// <summary>Whether it gives access to the web address.</summary>
    [JsonPropertyName("allow_browser")]
    public bool AllowBrowser { get; init; }

    /// <summary>Whether it gives access to the screen.</summary>
    [JsonPropertyName("allow_vnc")]
    public bool AllowVnc { get; init; }

    /// <summary>The address that was passed on. It is a secret.</summary>
    [JsonPropertyName("share_url")]
    public string? ShareUrl { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ends; null for never.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When somebody last used it; null for never.</summary>
    [JsonPropertyName("last_used_at")]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was deleted; null if it was not.</summary>
    [JsonPropertyName("revoked_at")]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Prints the share, and hides its address.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", ComputerId = ").Append(ComputerId).Append(", ComputerHandle = ").Append(ComputerHandle)
            .Append(", AllowBrowser = ").Append(AllowBrowser).Append(", AllowVnc = ").Append(AllowVnc).Append(", ShareUrl = ").Append(Hidden.Of(ShareUrl))
            .Append(", CreatedAt = ").Append(CreatedAt).Append(", ExpiresAt = ").Append(ExpiresAt).Append(", RevokedAt = ").Append(RevokedAt);
        return true;
    }
}
