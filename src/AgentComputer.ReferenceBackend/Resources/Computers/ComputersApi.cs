using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Computers;

/// <summary>A workspace's computers.</summary>
internal sealed class ComputersApi(ComputerService computers, ComputerChanges changes, ComputerHooks hooks, ComputerJson json) : IResource
{
    private const string One = "/v1/computers/{computer_id}";

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/v1/computers", List);
        all.Post(
            "/v1/computers",
            ComputerBody.Create,
            (call, body) => json.Of(computers.Create(body.Asked, SourceOf(call.OrgId, body.Source), call.Caller)),
            StatusCodes.Status202Accepted);

        var one = all.For(call => computers.Find(call.OrgId, call["computer_id"]));
        one.Get(One, row => json.Of(computers.View(row)));
        one.Patch(One, ComputerBody.Rename, (row, name) => json.Of(changes.Rename(row, name)));
        one.Map(HttpMethods.Delete, One, (context, row) => AcceptAsync(context, computers.Delete(row)), RouteFields.Nothing(StatusCodes.Status202Accepted));
        one.Post($"{One}/actions/start", row => json.Of(computers.Start(row)), StatusCodes.Status202Accepted);
        one.Post($"{One}/actions/stop", row => json.Of(computers.Stop(row)), StatusCodes.Status202Accepted);
        one.Post($"{One}/actions/ensure-ready", row => json.Of(computers.Start(row, OperationKinds.EnsureReady)), StatusCodes.Status202Accepted);
        one.Post($"{One}/actions/resize", ComputerBody.Resize, (row, size) => json.Of(changes.Resize(row, size)), StatusCodes.Status202Accepted);
        one.Post($"{One}/actions/transfer", ComputerBody.Transfer, (row, workspace) => json.Of(changes.Transfer(row, workspace)));
    }

    private JsonObject List(Call call) => new()
    {
        ["computers"] = new JsonArray([.. computers.List(call.OrgId).Select(json.Computer)]),
    };

    private ComputerSource SourceOf(string workspaceId, AskedSource asked) =>
        asked.SnapshotId is not { } snapshot ? ComputerSource.Of(asked.ImageId is { } image ? ComputerImages.Find(image) : ComputerImages.Default)
        : hooks.OfSnapshot?.Invoke(workspaceId, snapshot) ?? throw Refusal.NotFound($"There is no snapshot '{snapshot}'.");

    private Task AcceptAsync(HttpContext context, ComputerView view)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return context.WriteJsonAsync(json.Of(view));
    }
}
