namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>What one attempt to deliver a webhook means for the next.</summary>
internal enum WebhookVerdict
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>It failed in a way that may pass.</summary>
    Retry,

    /// <summary>Trying again would end the same way.</summary>
    GiveUp,

    /// <summary>The backend ended before it had; nobody knows whether the receiver took it.</summary>
    CutOff,
}
