using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ssh;

internal sealed class SshCases : IResourceCases
{
    // A machine without ssh-keygen makes no certificates.
    private static readonly int Made = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "ssh-keygen"))) ? 201 : 409;

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /v1/computers/{computer_id}/ssh/certificates", """{"ssh_key_id":"{ssh_key_id}","ttl_seconds":600}""") { Status = Made },
        new("POST /v1/computers/{computer_id}/ssh-credentials", """{"ttl_seconds":600}""") { Status = Made },
    ];
}
