namespace AgentComputer.Sdk;

/// <summary>
/// The service answered with something that is not the API: a page instead of JSON, no event stream, an event whose JSON is broken. The exception is
/// also thrown when a handler under the <see cref="HttpClient"/> sent the request to another address, or began to send its body a second time.
/// </summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class AgentComputerProtocolException(string message, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    /// <summary>The answer or event that came, cut to its first 4,096 characters.</summary>
    public string? Raw { get; init; }
}
