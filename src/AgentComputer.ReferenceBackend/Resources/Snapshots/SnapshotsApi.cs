using System.Text.Json;
using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Snapshots;

/// <summary>The snapshots of computers.</summary>
internal sealed class SnapshotsApi(SnapshotService service, SnapshotTable snapshots, ComputerService computers, ComputerJson json) : IResource
{
    private const string OfComputer = "/v1/computers/{computer_id}/snapshots";
    private const string One = "/v1/snapshots/{snapshot_id}";

    public void Map(Routes routes)
    {
        var computer = routes.AnyKey().For(call => computers.Find(call.OrgId, call["computer_id"]));
        computer.Get(OfComputer, row => new JsonObject { ["snapshots"] = new JsonArray([.. snapshots.List(row).Select(snapshot => snapshot.ToJson())]) });
        computer.Post(OfComputer, row => Answer(service.Create(row)), StatusCodes.Status202Accepted);

        var one = routes.AnyKey().For(call => (call.Caller, Snapshot: snapshots.Find(call.OrgId, call["snapshot_id"])));
        one.Get(One, found => new JsonObject { ["snapshot"] = found.Snapshot.ToJson() });
        one.Map(HttpMethods.Delete, One, (context, found) => AcceptAsync(context, Answer(service.Delete(found.Snapshot))), RouteFields.Nothing(StatusCodes.Status202Accepted));
        one.Map(
            HttpMethods.Post,
            $"{One}/restore",
            async (context, found) =>
            {
                var asked = SnapshotBody.Restore(await OptionalBodyAsync(context).ConfigureAwait(false));
                await AcceptAsync(context, json.Of(service.Restore(found.Snapshot, asked, found.Caller))).ConfigureAwait(false);
            },
            RouteFields.OfBody(SnapshotBody.Restore, StatusCodes.Status202Accepted));
    }

    private static async Task<BodyReader> OptionalBodyAsync(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || context.Request.ContentLength == 0
            ? new(JsonElement.Parse("{}"))
            : await BodyReader.ReadAsync(context).ConfigureAwait(false);

    private static JsonObject Answer((SnapshotRow Snapshot, OperationRow? Operation) begun)
    {
        var answer = new JsonObject { ["snapshot"] = begun.Snapshot.ToJson() };
        if (begun.Operation is { } operation)
        {
            answer["operation"] = operation.ToJson();
        }

        return answer;
    }

    private static Task AcceptAsync(HttpContext context, JsonObject answer)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return context.WriteJsonAsync(answer);
    }
}
