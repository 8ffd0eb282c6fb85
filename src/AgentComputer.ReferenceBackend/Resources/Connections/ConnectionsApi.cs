using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Connections;

/// <summary>Tells how a computer is reached.</summary>
internal sealed class ConnectionsApi(ComputerService computers, ComputerHooks hooks, PublicUrls urls) : IResource
{
    public void Map(Routes routes) => routes.AnyKey().For(call => computers.Find(call.OrgId, call["computer_id"]))
        .Get("/v1/computers/{computer_id}/connection", Connection);

    private JsonObject Connection(ComputerRow row)
    {
        var (ssh, screen) = (hooks.Ssh(row), hooks.Screen(row));
        return new()
        {
            ["connection"] = new JsonObject
            {
                ["handle"] = row.Handle,
                ["web_url"] = urls.OfComputer(row.Handle),
                ["vnc_url"] = screen ?? urls.OfComputer(row.Handle),
                ["browser_available"] = hooks.IsBrowserAvailable(row),
                // A local computer has no screen but what it shows on a port of this name.
                ["vnc_available"] = screen is not null,
                ["ssh_available"] = ssh is not null,
                ["ssh_host"] = ssh?.Host,
                ["ssh_port"] = ssh?.Port,
                ["ssh_user"] = ssh?.User,
            },
            ["ports"] = hooks.Ports(row),
        };
    }
}
