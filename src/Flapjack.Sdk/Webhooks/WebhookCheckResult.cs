namespace Flapjack.Sdk;

/// <summary>What <see cref="WebhookSignature.Check"/> found. Everything but <see cref="Valid"/> is a reason not to act on the webhook.</summary>
public enum WebhookCheckResult
{
    /// <summary>No signature, or of the three headers of Standard Webhooks not all. Answer 401.</summary>
    MissingHeader,

    /// <summary>A header is not what it should be: no hexadecimal digits, no number, no base64. Answer 401.</summary>
    Malformed,

    /// <summary>Signed with none of the secrets, or altered on the way. Answer 401.</summary>
    Mismatch,

    /// <summary>Genuine, but signed longer ago than <see cref="WebhookSignature.Tolerance"/>, or as far in the future: a replay, or a wrong clock. Answer 401.</summary>
    Stale,

    /// <summary>Genuine, and handled already. Answer 200, and do nothing.</summary>
    Duplicate,

    /// <summary>Genuine, and being handled at this moment. Answer 503, so that it is sent again: nobody knows yet how that ends.</summary>
    InProgress,

    /// <summary>Genuine. Act on it.</summary>
    Valid,
}
