using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the command's standard output.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>stdout</c>.</remarks>
public sealed record ExecStdoutEvent : ExecOutputEvent
{
    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "stdout";
}
