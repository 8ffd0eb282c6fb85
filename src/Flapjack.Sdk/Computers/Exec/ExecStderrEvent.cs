using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the command's standard error.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>stderr</c>.</remarks>
public sealed record ExecStderrEvent : ExecOutputEvent
{
    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "stderr";
}
