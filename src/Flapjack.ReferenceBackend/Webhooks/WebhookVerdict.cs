namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>What one attempt to deliver a webhook means for the next.</summary>
internal enum WebhookVerdict
{
    /// <summary>The receiver accepted the webhook.</summary>
    Delivered,

    /// <summary>The attempt failed, and another attempt may succeed.</summary>
    Retry,

    /// <summary>The attempt failed, and another attempt would fail in the same way.</summary>
    GiveUp,

    /// <summary>The backend ended before the attempt did. It is unknown whether the receiver accepted the webhook.</summary>
    CutOff,
}
