using System.Globalization;
using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Ports;

/// <summary>The ports that computers have published.</summary>
internal sealed class PortsApi(ComputerService computers, PortTable ports, PortService service, PortJson json) : IResource
{
    private const string Path = "/v1/computers/{computer_id}/ports";

    public void Map(Routes routes)
    {
        var one = routes.AnyKey().For(call => computers.Find(call.OrgId, call["computer_id"]));
        one.Get(Path, List);
        one.Post(Path, PortBody.Publish, (computer, asked) => json.Of(computer, service.Publish(computer, asked)), StatusCodes.Status202Accepted);
        one.Map(HttpMethods.Delete, Path + "/{port}", RemoveAsync, RouteFields.Nothing(StatusCodes.Status202Accepted));
    }

    private JsonObject List(ComputerRow computer) => new()
    {
        ["ports"] = new JsonArray([.. ports.List(computer.Id).Select(port => json.Of(computer, port))]),
    };

    private Task RemoveAsync(HttpContext context, ComputerRow computer)
    {
        var text = (string)context.GetRouteValue("port")!;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw Refusal.NotFound($"The computer '{computer.Id}' has not published '{text}'. The path takes the number of a port.");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return context.WriteJsonAsync(json.Of(computer, service.Remove(computer, number)));
    }
}
