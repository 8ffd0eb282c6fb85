using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A computer and its lifecycle status.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
public record ComputerState
{
    /// <summary>The provider's id of the computer; null when there is none.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The lifecycle status of the computer.</summary>
    [JsonPropertyName("status")]
    public ComputerLifecycleStatus Status { get; init; }

    /// <summary>The latest bootstrap run; null when there was none.</summary>
    [JsonPropertyName("bootstrapRunId")]
    public string? BootstrapRunId { get; init; }

    /// <summary>When a command last ran on it; null when none has.</summary>
    [JsonPropertyName("lastUsedAt")]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
