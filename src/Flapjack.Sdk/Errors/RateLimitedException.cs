namespace Flapjack.Sdk;

/// <summary>A rate limit is used up (429); <see cref="FlapjackApiException.RetryAfter"/> tells when to try again.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class RateLimitedException(string message) : FlapjackApiException(message)
{
    /// <summary>Which limit was hit.</summary>
    public RateLimitReason Reason { get; init; }
}
