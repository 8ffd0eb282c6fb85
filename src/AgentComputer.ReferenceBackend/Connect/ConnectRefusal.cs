namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>A refusal in the words of the Connect protocol.</summary>
/// <param name="code">One of <see cref="Shared.Connect.ConnectCodes"/>.</param>
/// <param name="message">What happened, and what to do next.</param>
internal sealed class ConnectRefusal(string code, string message) : Exception(message)
{
    public string Code => code;
}
