namespace Flapjack.Sdk;

/// <summary>The service found the request invalid (400 or 422); <see cref="FlapjackApiException.ErrorCode"/> names the field.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class FlapjackValidationException(string message) : FlapjackApiException(message);
