namespace Shared.Wire.Streaming;

/// <summary>What happened to a stream.</summary>
internal enum StreamBreak
{
    /// <summary>No connection came about: the request did not arrive.</summary>
    NotConnected,

    /// <summary>The connection broke after the request had left and before its answer.</summary>
    Unanswered,

    /// <summary>The answer did not come in time.</summary>
    AnsweredTooLate,

    /// <summary>The service failed, or a proxy before it: 5xx.</summary>
    ServiceFailed,

    /// <summary>The service asks to come back later: 408 or 429.</summary>
    Postponed,

    /// <summary>The service refused, or what answered is not the service.</summary>
    Refused,

    /// <summary>The connection that carried the events is gone.</summary>
    Cut,

    /// <summary>The connection held, and carried nothing for too long.</summary>
    Silent,

    /// <summary>Events between the last two are missing.</summary>
    EventsMissing,

    /// <summary>The service itself says that it can't deliver what comes next.</summary>
    Gap,
}
