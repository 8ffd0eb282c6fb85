using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How a computer is reached.</summary>
/// <remarks><c>GET /v1/computers/{computerId}/connection</c></remarks>
public record ComputerConnection
{
    /// <summary>The computer's short name.</summary>
    [JsonPropertyName("handle")]
    public string Handle { get => field ?? ""; init; }

    /// <summary>Its web address; null or empty while there is none.</summary>
    [JsonPropertyName("web_url")]
    public string? WebUrl { get; init; }

    /// <summary>The address of its screen; null or empty while there is none.</summary>
    [JsonPropertyName("vnc_url")]
    public string? VncUrl { get; init; }

    /// <summary>Whether its web address answers.</summary>
    [JsonPropertyName("browser_available")]
    public bool BrowserAvailable { get; init; }

    /// <summary>Whether its screen can be seen.</summary>
    [JsonPropertyName("vnc_available")]
    public bool VncAvailable { get; init; }

    /// <summary>Whether it takes SSH.</summary>
    [JsonPropertyName("ssh_available")]
    public bool SshAvailable { get; init; }

    /// <summary>The host for SSH; null for none.</summary>
    [JsonPropertyName("ssh_host")]
    public string? SshHost { get; init; }

    /// <summary>The port for SSH; null for none.</summary>
    [JsonPropertyName("ssh_port")]
    public int? SshPort { get; init; }

    /// <summary>The user for SSH; null for none.</summary>
    [JsonPropertyName("ssh_user")]
    public string? SshUser { get; init; }

    /// <summary>The ports that are published.</summary>
    [JsonPropertyName("ports")]
    public IReadOnlyList<PublishedPort> Ports { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
