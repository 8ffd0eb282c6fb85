namespace Flapjack.Sdk;

/// <summary>What <see cref="WebhookSignature.Check"/> found. Everything but <see cref="Valid"/> is a reason not to act on the webhook.</summary>
public enum WebhookCheckResult
{
    /// <summary>There is no signature, or not all three headers of Standard Webhooks. Answer 401.</summary>
    MissingHeader,

    /// <summary>A header has the wrong form: it is not hexadecimal, not a number or not base64. Answer 401.</summary>
    Malformed,

    /// <summary>The webhook was signed with none of the secrets, or was changed on the way. Answer 401.</summary>
    Mismatch,

    /// <summary>The webhook is genuine, but its time is further from now than <see cref="WebhookSignature.Tolerance"/>: it is a replay, or a clock
    /// is wrong. Answer 401.</summary>
    Stale,

    /// <summary>The webhook is genuine, and was handled already. Answer 200, and do nothing.</summary>
    Duplicate,

    /// <summary>The webhook is genuine, and is being handled at this moment. Answer 503, so that it is sent again, because nobody knows yet whether
    /// the handling succeeds.</summary>
    InProgress,

    /// <summary>The webhook is genuine. Act on it.</summary>
    Valid,
}
