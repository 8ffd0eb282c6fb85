namespace Flapjack.Sdk;

/// <summary>A piece of the command's standard output.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>stdout</c>.</remarks>
public sealed record ExecStdoutEvent : ExecOutputEvent
{
    /// <inheritdoc/>
    public override string Type => "stdout";
}
