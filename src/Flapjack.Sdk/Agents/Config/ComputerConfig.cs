using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What kind of computer an agent uses. A property that is null is not sent in an update.</summary>
/// <remarks>
/// <c>GET</c> and <c>PUT /api/agents/{agentId}/computer</c>. To change one field, read the configuration, change the field (<c>config with { …
/// }</c>) and send all of it back: fields that this version does not know go back as they came.
/// </remarks>
public record ComputerConfig
{
    /// <summary>Whether the agent may use a computer at all; null when the service did not say.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }

    /// <summary>Who provides the computer; null when the service did not say.</summary>
    [JsonPropertyName("provider")]
    public ComputerProvider? Provider { get; init; }

    /// <summary>Whether the computer lasts; null when the service did not say.</summary>
    [JsonPropertyName("mode")]
    public ComputerMode? Mode { get; init; }

    /// <summary>Who shares the computer; null when the service did not say.</summary>
    [JsonPropertyName("scope")]
    public ComputerScope? Scope { get; init; }

    /// <summary>How large the computer is; null when the service did not say.</summary>
    [JsonPropertyName("sizeClass")]
    public ComputerSizeClass? SizeClass { get; init; }

    /// <summary>Fields that this version does not know; they are sent back in an update.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
