using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Mounts;

internal sealed class MountsCases : IResourceCases
{
    private const string All = "/v1/computers/{computer_id}/mounts";
    private const string Body =
        """
        {"kind":"r2","target_path":"/home/node/mnt","bucket":"bucket-1","access_key_id":"never-shown-id","secret_access_key":"never-shown-secret",
        "endpoint":"https://r2.example","region":"auto","read_only":true,"vfs_cache_mode":"full"}
        """;

    public IEnumerable<ThingCase> Things => [new("mount_id", world => world.CreateAsync($"POST {All}", Body, "mount"))];

    public IEnumerable<WriteCase> Writes =>
    [
        new($"POST {All}", Body)
        {
            Read = $"GET {All}",
            Thing = "mount",
            Status = 202,
            Pick = WriteCase.Item("mounts"),
            IsSettled = mount => mount.GetProperty("state").GetString() == "failed",
            Shown = new Dictionary<string, string?> { ["access_key_id"] = null, ["secret_access_key"] = null },
        },
    ];
}
