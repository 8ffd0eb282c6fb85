using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Capacity;

internal sealed class CapacityCases : IResourceCases
{
    public IEnumerable<WriteCase> Writes =>
    [
        new(
            "POST /v1/computer-capacity/check",
            """{"size_preset":"custom","requested_memory_mib":2048,"requested_storage_bytes":5368709120,"computer_id":"{computer_id}","exclude_computer_id":"{computer_id}"}"""),
    ];
}
