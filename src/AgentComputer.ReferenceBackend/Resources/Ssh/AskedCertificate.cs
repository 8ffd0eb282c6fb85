namespace AgentComputer.ReferenceBackend.Resources.Ssh;

/// <summary>What a caller says of a new certificate.</summary>
/// <param name="KeyId">The registered key that is signed.</param>
/// <param name="Lifetime">How long the certificate is valid.</param>
internal sealed record AskedCertificate(string KeyId, TimeSpan Lifetime);
