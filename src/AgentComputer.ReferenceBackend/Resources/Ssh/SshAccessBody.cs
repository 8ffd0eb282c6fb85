using AgentComputer.ReferenceBackend.Access;
using Shared.Hosting.Bodies;

namespace AgentComputer.ReferenceBackend.Resources.Ssh;

/// <summary>Reads and checks the bodies of certificates.</summary>
internal static class SshAccessBody
{
    public static AskedCertificate Certificate(BodyReader body) => new(body.RequiredText("ssh_key_id", "invalid_request"), SessionBody.LifetimeOf(body));
}
