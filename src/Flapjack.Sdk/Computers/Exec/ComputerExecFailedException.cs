namespace Flapjack.Sdk;

/// <summary>A command ran to its end and did not succeed; thrown by <see cref="ComputerExecResult.EnsureSuccess"/> only.</summary>
/// <param name="message">The exit code, and the end of both outputs.</param>
/// <param name="result">The whole result.</param>
public class ComputerExecFailedException(string message, ComputerExecResult result) : FlapjackException(message)
{
    /// <summary>The whole result.</summary>
    public ComputerExecResult Result { get; } = result;
}
