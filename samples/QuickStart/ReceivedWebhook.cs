namespace QuickStart;

/// <summary>A webhook as it came.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Body">The body's text.</param>
/// <param name="IsGenuine">Whether its signature is Flapjack's.</param>
internal sealed record ReceivedWebhook(string Event, string Body, bool IsGenuine);
