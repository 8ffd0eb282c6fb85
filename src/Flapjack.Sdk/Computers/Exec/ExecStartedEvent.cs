using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The command was accepted and starts; always the first event.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>exec_started</c>.</remarks>
public sealed record ExecStartedEvent : ComputerExecEvent, IJsonOnDeserialized
{
    private string? _computerId;

    /// <summary>The command's id.</summary>
    [JsonPropertyName("execId")]
    public string? ExecId { get; init; }

    /// <summary>The provider's id of the computer.</summary>
    [JsonPropertyName("computerId")]
    public string? ComputerId { get => _computerId; init => _computerId = value; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "exec_started";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    // The documented spelling so far is `sandboxId`.
    void IJsonOnDeserialized.OnDeserialized()
    {
        var unknown = AdditionalProperties;
        _computerId = OlderName.Take("sandboxId", _computerId, BasicJson.Default.String, ref unknown);
        AdditionalProperties = unknown;
    }
}
