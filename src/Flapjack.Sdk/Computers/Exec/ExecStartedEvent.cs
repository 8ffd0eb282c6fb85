using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The command was accepted and starts; always the first event.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>exec_started</c>.</remarks>
public sealed record ExecStartedEvent : ComputerExecEvent
{
    /// <summary>The command's id.</summary>
    [JsonPropertyName("execId")]
    public string? ExecId { get; init; }

    /// <summary>The provider's id of the computer.</summary>
    [JsonPropertyName("computerId")]
    public string? ComputerId { get; init => field = value ?? field; }

    // The only documented spelling so far; read only, so that it is never sent on.
    [JsonInclude, JsonPropertyName("sandboxId")]
    internal string? SandboxId { get => null; init => ComputerId ??= value; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "exec_started";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
