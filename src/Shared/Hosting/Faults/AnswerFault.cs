namespace Shared.Hosting.Faults;

/// <summary>A way in which an answer goes wrong. A backend gives it to its users in a public type of its own.</summary>
internal abstract class AnswerFault
{
    /// <summary>Names the fault with its numbers, such as <c>CutAfter(120)</c>.</summary>
    public abstract override string ToString();

    /// <summary>What becomes of one request that the fault is meant for; null if the request is spared.</summary>
    public virtual AnswerFault? Draw(Random random) => this;

    /// <summary>Lets the handler answer, and spoils the answer.</summary>
    public abstract Task InvokeAsync(FaultedRequest request);
}
