using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The service could not run the command, or lost it; comes last, in place of <c>exit</c>.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>error</c>.</remarks>
public sealed record ExecErrorEvent : ComputerExecEvent
{
    /// <summary>The service's machine-readable code, for example <c>SANDBOX_DESTROYED</c>.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>The service's explanation for people.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "error";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
