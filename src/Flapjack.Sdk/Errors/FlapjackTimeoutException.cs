namespace Flapjack.Sdk;

/// <summary>One of the client's time budgets ran out. A caller that cancels its own token gets an <see cref="OperationCanceledException"/> instead.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class FlapjackTimeoutException(string message, Exception? innerException = null) : FlapjackException(message, innerException)
{
    /// <summary>Which budget ran out.</summary>
    public FlapjackTimeoutBudget Budget { get; init; }

    /// <summary>How long that budget was.</summary>
    public TimeSpan Timeout { get; init; }
}
