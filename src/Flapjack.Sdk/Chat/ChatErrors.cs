using Flapjack.Sdk.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>What refusals mean where a turn of a thread is concerned.</summary>
internal static class ChatErrors
{
    public static ErrorTable Table { get; } = new(
        GeneralErrors.Table,
        new(
            409,
            (message, facts) => new ChatTurnRunningException(message) { Facts = facts },
            "Read the answer that the agent is giving to its end, or stop it with StopThreadAsync; then send the message again.")
        {
            Codes = ["TURN_RUNNING"],
        },
        new(410, ErrorRow.Plain, "The agent no longer waits for these results. Send a message instead.") { Codes = ["TOOL_CALLS_EXPIRED"] },
        new(410, ErrorRow.Plain, "The message under this key was answered, and the events of its turn are no longer kept. It was not answered again.") { Codes = ["TURN_EXPIRED"] },
        new(410, ErrorRow.Plain) { Codes = ["RESUME_GAP"] });
}
