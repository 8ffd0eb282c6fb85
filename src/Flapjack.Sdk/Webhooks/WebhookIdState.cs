namespace Flapjack.Sdk;

/// <summary>What an <see cref="IWebhookDeduplicator"/> knows of a webhook's id.</summary>
public enum WebhookIdState
{
    /// <summary>Nothing, until now: whoever asked handles it, and ends that by Complete or Abandon.</summary>
    Begun,

    /// <summary>Somebody else has begun with it.</summary>
    InProgress,

    /// <summary>It was handled.</summary>
    Completed,
}
