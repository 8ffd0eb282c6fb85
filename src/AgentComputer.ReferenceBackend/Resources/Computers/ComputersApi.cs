using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Computers;

/// <summary>A workspace's computers.</summary>
internal sealed class ComputersApi(ComputerService computers, ComputerJson json, TimeProvider clock) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/v1/computers", List);
        all.Post("/v1/computers", ComputerBody.Create, Create, StatusCodes.Status202Accepted);

        var one = all.For(call => computers.Find(call.OrgId, call["computer_id"]));
        one.Get("/v1/computers/{computer_id}", row => json.Of(computers.View(row)));
        one.Map(HttpMethods.Delete, "/v1/computers/{computer_id}", (context, row) => Accepted(context, computers.Delete(row)));
        one.Post("/v1/computers/{computer_id}/actions/start", row => json.Of(computers.Start(row)), StatusCodes.Status202Accepted);
        one.Post("/v1/computers/{computer_id}/actions/stop", row => json.Of(computers.Stop(row)), StatusCodes.Status202Accepted);
    }

    private JsonObject List(Call call) => new()
    {
        ["computers"] = new JsonArray([.. computers.List(call.OrgId).Select(json.Computer)]),
    };

    private JsonObject Create(Call call, NewComputer asked)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var handle = asked.Handle ?? $"computer-{id[^12..]}";
        var row = new ComputerRow
        {
            Id = id,
            WorkspaceId = call.OrgId,
            Handle = handle,
            DisplayName = asked.DisplayName ?? handle,
            ImageId = "local",
            SourceKind = "image",
            SizePreset = "ram-2g",
            MemoryMib = 2048,
            StorageBytes = 5L << 30,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return json.Of(computers.Create(row, call.Caller));
    }

    private Task Accepted(HttpContext context, ComputerView view)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Shared.Hosting.Json.HttpContextJson.WriteJsonAsync(context, json.Of(view));
    }
}
