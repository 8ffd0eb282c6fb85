using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A share to create.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/shares/links</c></remarks>
public record CreateLinkShareRequest
{
    /// <summary>Whether it gives access to the web address; null for the service's own choice.</summary>
    [JsonPropertyName("allow_browser")]
    public bool? AllowBrowser { get; init; }

    /// <summary>Whether it gives access to the screen; null for the service's own choice.</summary>
    [JsonPropertyName("allow_vnc")]
    public bool? AllowVnc { get; init; }

    /// <summary>When it ends; null for never.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }
}
