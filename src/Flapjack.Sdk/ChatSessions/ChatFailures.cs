using System.Net;

namespace Flapjack.Sdk;

/// <summary>What an exception of a turn says about the turn.</summary>
internal static class ChatFailures
{
    /// <summary>
    /// A refusal and a request that never left are failures that are known. After every other exception nobody knows whether the agent has answered, or
    /// what it has done.
    /// </summary>
    /// <param name="exception">What ended the turn.</param>
    /// <param name="phase">How far the turn had come.</param>
    public static ChatOutcome OutcomeOf(FlapjackException exception, ChatTurnPhase phase) => exception switch
    {
        // Whatever became of the thread, the message was not sent.
        _ when phase == ChatTurnPhase.Beginning => Failed(exception),

        // The agent has answered this message, and only the events are gone.
        FlapjackApiException { ErrorCode: "TURN_EXPIRED" } => new ChatOutcome.Unknown(),

        // The results of tools contradict what the service knows, for example because another process has sent other results. Then the agent may have answered.
        FlapjackApiException { StatusCode: HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity } when phase == ChatTurnPhase.Answering => new ChatOutcome.Unknown(),
        FlapjackApiException { StatusCode: < HttpStatusCode.InternalServerError } or FlapjackNotAnnouncedException => Failed(exception),
        FlapjackConnectionException { RequestMayHaveArrived: false } or FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.Connect } => Failed(exception),
        _ => new ChatOutcome.Unknown(),
    };

    private static ChatOutcome.Failed Failed(FlapjackException exception) => new((exception as FlapjackApiException)?.ErrorCode, exception.Message);
}
