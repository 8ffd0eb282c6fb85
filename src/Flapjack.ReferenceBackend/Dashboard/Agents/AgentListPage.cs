using Flapjack.ReferenceBackend.Dashboard.Writing;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Agents;

/// <summary>The agents of all organizations, with the status of their computers.</summary>
internal sealed class AgentListPage(AgentRows agents)
{
    private const string Path = "/dashboard/agents";

    public void Map(PageRoutes pages) => pages.Get(Path, ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var paging = Paging.Of(context);
        var read = agents.Page(paging.Before, Paging.Read);
        var shown = read.Take(Paging.Size).ToList();
        return new Page("Agents", Path, $"""
            <h1>Agents</h1>
            <div id="agents" data-live>{AgentRows.Table(shown)}</div>
            {paging.Links(Path, [.. read.Select(agent => agent.Place)])}
            """)
        { IsMoving = shown.Exists(AgentRows.IsMoving) }.WriteAsync(context);
    }
}
