namespace Flapjack.ReferenceBackend.Usage;

/// <summary>One call of a tool.</summary>
/// <param name="OrgId">The organization.</param>
/// <param name="At">When the tool was called.</param>
/// <param name="ToolName">The tool's name.</param>
/// <param name="AgentId">The agent that called it; null for none.</param>
/// <param name="RunnerId">The runner in whose run it was called; null for none.</param>
internal sealed record ToolCallEvent(string OrgId, DateTimeOffset At, string ToolName, string? AgentId = null, string? RunnerId = null);
