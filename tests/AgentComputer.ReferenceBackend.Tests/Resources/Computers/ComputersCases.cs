using AgentComputer.ReferenceBackend.Tests.Resources.Every;
using AgentComputer.ReferenceBackend.Tests.Resources.SshKeys;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Computers;

internal sealed class ComputersCases : IResourceCases
{
    private const string One = "GET /v1/computers/{computer_id}";

    public IEnumerable<ThingCase> Things => [new("computer_id", world => world.CreateAsync("POST /v1/computers", "{}", "computer"))];

    public IEnumerable<WriteCase> Writes =>
    [
        new(
            "POST /v1/computers",
            $$$"""
            {"source":{"kind":"image","image_id":"local"},"platform":"linux","handle":"round-trip","display_name":"Round trip","size_preset":"custom",
            "requested_memory_mib":3072,"requested_storage_bytes":6442450944,"guest":{"authorized_keys":["{{{TestKeys.Ed25519}}}"]}}
            """)
        {
            Read = One,
            Thing = "computer",
            Status = 202,
            Pick = (read, _) => read.GetProperty("computer"),
            IsSettled = computer => computer.GetProperty("state").GetString() == "running",
            Shown = new Dictionary<string, string?> { ["source"] = "\"source_kind\":\"image\",\"image_id\":\"local\"", ["platform"] = null, ["guest"] = null },
        },
        new("PATCH /v1/computers/{computer_id}", """{"display_name":"Renamed"}""") { Read = One, Thing = "computer", Pick = (read, _) => read.GetProperty("computer") },
        new(
            "POST /v1/computers/{computer_id}/actions/resize",
            """{"size_preset":"custom","requested_memory_mib":4096,"requested_storage_bytes":7516192768}""")
        {
            Read = One,
            Thing = "computer",
            Status = 202,
            Pick = (read, _) => read.GetProperty("computer"),
            IsSettled = computer => computer.GetProperty("state").GetString() == "running",
        },
        new("POST /v1/computers/{computer_id}/actions/transfer", """{"target_org_id":"{org_id}"}""")
        {
            Read = One,
            Thing = "computer",
            Pick = (read, _) => read.GetProperty("computer"),
            Shown = new Dictionary<string, string?> { ["target_org_id"] = "\"clerk_org_id\":\"org_trips\"" },
        },
    ];
}
