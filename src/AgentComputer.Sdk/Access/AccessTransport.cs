using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How a session of processes is spoken to.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/access-sessions</c></remarks>
public record AccessTransport
{
    /// <summary>The protocol, for example <c>connectrpc</c>.</summary>
    [JsonPropertyName("protocol")]
    public string? Protocol { get; init; }

    /// <summary>How a request shows its right, for example <c>bearer</c>.</summary>
    [JsonPropertyName("auth")]
    public string? Auth { get; init; }

    /// <summary>The service, for example <c>process.Process</c>; null for none.</summary>
    [JsonPropertyName("service")]
    public string? Service { get; init; }

    /// <summary>The path of the service, for example <c>/process.Process/</c>; null for none.</summary>
    [JsonPropertyName("base_path")]
    public string? BasePath { get; init; }

    /// <summary>What the session can do, for example <c>process</c>; empty when the service named nothing.</summary>
    [JsonPropertyName("capabilities")]
    public IReadOnlyList<string> Capabilities { get => field ?? []; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
