using System.Net;

namespace Flapjack.Sdk;

/// <summary>What an exception of a turn says about the turn.</summary>
internal static class ChatFailures
{
    /// <summary>
    /// A refusal and a message that never left are failures that are known. After every other exception nobody knows whether the agent has answered, or
    /// what it has done.
    /// </summary>
    public static ChatOutcome OutcomeOf(FlapjackException exception) => exception switch
    {
        FlapjackApiException { StatusCode: < HttpStatusCode.InternalServerError } refusal => new ChatOutcome.Failed(refusal.ErrorCode, refusal.Message),
        FlapjackConnectionException or FlapjackNotAnnouncedException => exception.AnswerSoFar is { Length: > 0 } ? new ChatOutcome.Unknown() : new ChatOutcome.Failed(null, exception.Message),
        _ => new ChatOutcome.Unknown(),
    };
}
