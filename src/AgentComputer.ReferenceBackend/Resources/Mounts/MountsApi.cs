using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>The buckets that a computer is to see as folders.</summary>
internal sealed class MountsApi(MountService service, MountTable mounts, ComputerService computers) : IResource
{
    private const string All = "/v1/computers/{computer_id}/mounts";

    public void Map(Routes routes)
    {
        var computer = routes.AnyKey().For(call => (Call: call, Row: computers.Find(call.OrgId, call["computer_id"])));
        computer.Get(All, found => new JsonObject { ["mounts"] = new JsonArray([.. mounts.List(found.Row.Id).Select(mount => mount.ToJson())]) });
        computer.Post(All, MountBody.Create, (found, asked) => Answer(service.Create(found.Row, asked)), StatusCodes.Status202Accepted);

        var one = computer.For(found => (found.Row, Mount: mounts.Find(found.Row.Id, found.Call["mount_id"])));
        one.Map(
            HttpMethods.Delete,
            $"{All}/{{mount_id}}",
            (context, found) =>
            {
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return context.WriteJsonAsync(Answer(service.Delete(found.Row, found.Mount)));
            },
            RouteFields.Nothing(StatusCodes.Status202Accepted));
    }

    private static JsonObject Answer((MountRow Mount, OperationRow Operation) begun) => new()
    {
        ["mount"] = begun.Mount.ToJson(),
        ["operation"] = begun.Operation.ToJson(),
    };
}
