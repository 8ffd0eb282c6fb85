namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>A certificate that lets a user log in.</summary>
/// <param name="Line">The certificate in one line, as a file of OpenSSH has it.</param>
/// <param name="ExpiresAt">When it is over.</param>
internal sealed record SshCertificate(string Line, DateTimeOffset ExpiresAt);
