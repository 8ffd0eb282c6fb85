using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Operations;

internal sealed class OperationsCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("operation_id", world => world.CreateAsync("POST /v1/computers", "{}", "operation"))];
}
