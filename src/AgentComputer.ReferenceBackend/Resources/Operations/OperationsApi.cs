using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Operations;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Operations;

/// <summary>Tells how operations stand.</summary>
internal sealed class OperationsApi(OperationTable operations) : IResource
{
    public void Map(Routes routes) => routes.AnyKey().Get(
        "/v1/operations/{operation_id}",
        call => new JsonObject { ["operation"] = operations.Find(call.OrgId, call["operation_id"]).ToJson() });
}
