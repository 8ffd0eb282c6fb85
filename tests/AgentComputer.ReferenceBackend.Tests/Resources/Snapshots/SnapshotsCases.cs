using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Snapshots;

internal sealed class SnapshotsCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("snapshot_id", world => world.CreateAsync("POST /v1/computers/{computer_id}/snapshots", "{}", "snapshot"))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /v1/snapshots/{snapshot_id}/restore", """{"handle":"restored-trip","display_name":"Restored","size_preset":"ram-4g","guest":{"authorized_keys":[]}}""")
        {
            Read = "GET /v1/computers/{computer_id}",
            Thing = "computer",
            Status = 202,
            Pick = (read, _) => read.GetProperty("computer"),
            IsSettled = computer => computer.GetProperty("state").GetString() == "running",
            Shown = new Dictionary<string, string?> { ["guest"] = null },
        },
    ];
}
