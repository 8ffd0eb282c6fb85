namespace Flapjack.ReferenceBackend.Sse;

/// <summary>The events that the service documents for a kind of stream, each with its documented fields.</summary>
internal sealed class DocumentedFields
{
    private readonly Dictionary<string, string[]> _fields;

    private DocumentedFields(Dictionary<string, string[]> fields) => _fields = fields;

    /// <summary>The events of the turn of a chat.</summary>
    public static DocumentedFields OfChat { get; } = new(new(StringComparer.Ordinal)
    {
        ["meta"] = ["startedAt"],
        ["token"] = ["delta"],
        ["tool_call"] = ["tool"],
        ["tool_executing"] = ["tool_name"],
        ["tool_result"] = ["tool_name", "tool_call_id", "result"],
        ["requires_action"] = ["toolCalls"],
        ["custom"] = ["kind", "payload"],
        ["client_event"] = ["kind", "payload"],
        ["auth_challenge"] = ["toolName", "challenge"],
        ["profile_switch_proposal"] = ["target", "reason"],
        ["done"] = ["ok", "content", "messageId", "usage"],
        ["error"] = ["code", "detail"],
    });

    /// <summary>The events of the streams of a computer: its commands and its bootstrap.</summary>
    /// <param name="naming">Which of the wire's names for a computer the frames carry.</param>
    public static DocumentedFields OfComputers(ComputerNaming naming) => new(new(StringComparer.Ordinal)
    {
        ["exec_started"] = ["execId", naming == ComputerNaming.Computer ? "computerId" : "sandboxId"],
        ["stdout"] = ["chunk"],
        ["stderr"] = ["chunk"],
        ["exit"] = ["ok", "exitCode", "durationMs", "truncated"],
        ["error"] = ["code", "detail"],
        ["log"] = ["chunk"],
        ["status"] = ["status"],
        ["done"] = ["status", "exitCode"],
    });

    /// <summary>The documented fields of an event; null if the service does not document the event.</summary>
    public IReadOnlyCollection<string>? Of(string eventName) => _fields.GetValueOrDefault(eventName);
}
