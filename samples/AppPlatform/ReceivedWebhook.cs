namespace AppPlatform;

/// <summary>A webhook as the app's log shows it.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="At">When it happened.</param>
/// <param name="Meaning">What it means for the app.</param>
public sealed record ReceivedWebhook(string Event, DateTimeOffset At, string Meaning);
