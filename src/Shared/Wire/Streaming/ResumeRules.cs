using System.Net;
using static Shared.Wire.Streaming.StreamBreak;
using static Shared.Wire.Streaming.StreamState;
using static Shared.Wire.Streaming.StreamVerdict;

namespace Shared.Wire.Streaming;

/// <summary>The table of docs/streaming.md: what each break means for a stream, by where the stream stood.</summary>
internal static class ResumeRules
{
    /// <param name="state">Where the stream stood.</param>
    /// <param name="what">What happened.</param>
    /// <param name="acts">Whether opening the stream does something at the service.</param>
    public static StreamVerdict Of(StreamState state, StreamBreak what, bool acts) => (what, state) switch
    {
        // A request that provably did nothing, or that only reads, has had its attempts already: the pipeline repeats it.
        (NotConnected or Postponed or Refused, NotOpened) => Tell,
        (Unanswered or AnsweredTooLate or ServiceFailed, NotOpened) when !acts => Tell,

        // The request may have done something. Only opening the stream again can tell.
        (Unanswered, NotOpened) => MendOrTellAsInterrupted,
        (AnsweredTooLate or ServiceFailed, NotOpened) => MendOrTell,

        // No answer came at all, and the timeout's own message says that nobody knows what was done.
        (AnsweredTooLate, MayHaveBegun) => MendOrTell,

        (Refused or Gap, _) => TellAsInterrupted,
        (Silent, _) => MendOrTell,
        _ => MendOrTellAsInterrupted,
    };

    public static bool MayMend(StreamVerdict verdict) => verdict is MendOrTell or MendOrTellAsInterrupted;

    public static bool IsInterruption(StreamVerdict verdict) => verdict is TellAsInterrupted or MendOrTellAsInterrupted;

    /// <summary>Where a stream stands after a break, until it is opened again or given up.</summary>
    public static StreamState After(StreamState state, StreamVerdict verdict) => state switch
    {
        NotOpened when MayMend(verdict) => MayHaveBegun,
        Open => Broken,
        _ => state,
    };

    /// <summary>What the failure of a request that opens a stream means.</summary>
    public static StreamBreak BreakOf(WireException failure) => failure switch
    {
        WireConnectionException { RequestMayHaveArrived: false } or WireTimeoutException { Budget: WireTimeoutBudget.Connect } => NotConnected,
        WireConnectionException => Unanswered,
        WireTimeoutException => AnsweredTooLate,
        WireApiException { StatusCode: >= HttpStatusCode.InternalServerError } => ServiceFailed,
        WireApiException { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => Postponed,
        _ => Refused,
    };
}
