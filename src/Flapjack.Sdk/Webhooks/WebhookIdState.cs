namespace Flapjack.Sdk;

/// <summary>What an <see cref="IWebhookDeduplicator"/> knows of a webhook's id.</summary>
public enum WebhookIdState
{
    /// <summary>The id is new: the caller handles the webhook, and then calls Complete or Abandon.</summary>
    Begun,

    /// <summary>Another caller has begun to handle the webhook.</summary>
    InProgress,

    /// <summary>The webhook was handled.</summary>
    Completed,
}
