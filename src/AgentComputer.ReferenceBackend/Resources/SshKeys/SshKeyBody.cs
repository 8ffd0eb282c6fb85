using AgentComputer.ReferenceBackend.Ssh;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.SshKeys;

/// <summary>Reads the body of a new key.</summary>
internal static class SshKeyBody
{
    private const string Invalid = "invalid_request";
    private const int MaxName = 200;

    /// <exception cref="Refusal">400: the key is no public key.</exception>
    public static (SshPublicKey Key, string? Name) Create(BodyReader body)
    {
        var name = body.Text("name", Invalid, MaxName);
        // The key is read last: its rule refuses the word that stands for a text where no request is read.
        var key = SshPublicKey.Parse(body.RequiredText("public_key", Invalid), out var fault);
        return (key ?? throw Refusal.Invalid(Invalid, $"public_key {fault}."), string.IsNullOrWhiteSpace(name) ? null : name);
    }
}
