namespace Flapjack.Sdk;

/// <summary>The base of every error that this client throws by itself; cancellation stays an <see cref="OperationCanceledException"/>.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class FlapjackException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>
    /// The text of an agent's answer that had arrived before the failure, at most its first 1,048,576 characters; empty if nothing had arrived. Null
    /// if the failed call was not about a message to an agent.
    /// </summary>
    public string? AnswerSoFar { get; internal set; }
}
