namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Where a computer is reached over SSH.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="User">The user to log in as.</param>
internal sealed record SshAddress(string Host, int Port, string User);
