using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Exec;

internal sealed class ExecCases : IResourceCases
{
    public IEnumerable<WriteCase> Writes =>
        [new("POST /v1/computers/{computer_id}/exec", """{"command":["true"],"cwd":"/home/node/workspace","env":{"A":"b"},"timeout_ms":5000,"user":"node"}""")];
}
