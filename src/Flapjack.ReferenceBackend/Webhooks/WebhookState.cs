namespace Flapjack.ReferenceBackend;

/// <summary>The progress of a webhook.</summary>
public enum WebhookState
{
    /// <summary>The webhook will be sent: at once, or again after a pause.</summary>
    Pending,

    /// <summary>The receiver has answered with a status of 200 to 299.</summary>
    Delivered,

    /// <summary>The webhook was given up: the receiver refused it for good, or the eighth attempt failed. It can be redelivered.</summary>
    Dead,
}
