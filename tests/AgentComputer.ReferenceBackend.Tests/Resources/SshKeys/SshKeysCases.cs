using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.SshKeys;

internal sealed class SshKeysCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("ssh_key_id", world => world.CreateAsync("POST /v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Rsa}}"}""", "ssh_key"))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /v1/ssh-keys", $$"""{"public_key":"{{TestKeys.Ed25519}} me","name":"Mine"}""") { Read = "GET /v1/ssh-keys", Thing = "ssh_key", Status = 201, Pick = WriteCase.Item("ssh_keys") },
    ];
}
