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
        FlapjackApiException { StatusCode: < HttpStatusCode.InternalServerError } or FlapjackNotAnnouncedException => NotSent(exception),
        FlapjackConnectionException { RequestMayHaveArrived: false } or FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.Connect } => NotSent(exception),
        _ => new ChatOutcome.Unknown(),
    };

    /// <summary>The agent knows nothing of the message.</summary>
    public static ChatOutcome NotSent(FlapjackException exception) => new ChatOutcome.Failed((exception as FlapjackApiException)?.ErrorCode, exception.Message);
}
