using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What the user of the key may do with a computer.</summary>
/// <remarks><c>GET /v1/computers/{computerId}</c></remarks>
public record ViewerAccess
{
    /// <summary>What the user is to the computer.</summary>
    [JsonPropertyName("role")]
    public ViewerRole Role { get; init; }

    /// <summary>May open its web address.</summary>
    [JsonPropertyName("allow_browser")]
    public bool AllowBrowser { get; init; }

    /// <summary>May see its screen.</summary>
    [JsonPropertyName("allow_vnc")]
    public bool AllowVnc { get; init; }

    /// <summary>May use SSH.</summary>
    [JsonPropertyName("allow_ssh")]
    public bool AllowSsh { get; init; }

    /// <summary>May start, stop and resize it.</summary>
    [JsonPropertyName("can_manage")]
    public bool CanManage { get; init; }

    /// <summary>May rename it.</summary>
    [JsonPropertyName("can_update")]
    public bool CanUpdate { get; init; }

    /// <summary>May delete it.</summary>
    [JsonPropertyName("can_delete")]
    public bool CanDelete { get; init; }

    /// <summary>May share it.</summary>
    [JsonPropertyName("can_manage_shares")]
    public bool CanManageShares { get; init; }

    /// <summary>May publish its ports.</summary>
    [JsonPropertyName("can_manage_ports")]
    public bool CanManagePorts { get; init; }

    /// <summary>May have SSH certificates issued.</summary>
    [JsonPropertyName("can_issue_ssh_certificates")]
    public bool CanIssueSshCertificates { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
