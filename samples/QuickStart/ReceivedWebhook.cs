namespace QuickStart;

/// <summary>A webhook as it was received.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Body">The body's text.</param>
/// <param name="IsGenuine">Whether Flapjack signed the webhook.</param>
internal sealed record ReceivedWebhook(string Event, string Body, bool IsGenuine);
