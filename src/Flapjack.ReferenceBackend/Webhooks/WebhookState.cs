namespace Flapjack.ReferenceBackend;

/// <summary>How far a webhook has come.</summary>
public enum WebhookState
{
    /// <summary>To be sent: at once, or again after a pause.</summary>
    Pending,

    /// <summary>Its receiver has answered with a status of 200 to 299.</summary>
    Delivered,

    /// <summary>Given up: its receiver refused it for good, or its eighth attempt failed. A dead letter, until it is redelivered.</summary>
    Dead,
}
