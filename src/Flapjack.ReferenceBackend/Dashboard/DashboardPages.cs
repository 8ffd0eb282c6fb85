using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Audit;
using Flapjack.ReferenceBackend.Dashboard.Chats;
using Flapjack.ReferenceBackend.Dashboard.Commands;
using Flapjack.ReferenceBackend.Dashboard.Computers;
using Flapjack.ReferenceBackend.Dashboard.Faults;
using Flapjack.ReferenceBackend.Dashboard.Files;
using Flapjack.ReferenceBackend.Dashboard.Overview;
using Flapjack.ReferenceBackend.Dashboard.Runs;
using Flapjack.ReferenceBackend.Dashboard.Traces;
using Flapjack.ReferenceBackend.Dashboard.Webhooks;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard;

/// <summary>The pages that show people what happens inside the backend. No key opens them, and no page is open to a browser that has not opened a link.</summary>
internal sealed class DashboardPages(DashboardParts parts) : IResource, IAsyncDisposable
{
    private readonly Sessions _sessions = new();
    private readonly AuditCheck _check = new(parts.Audit, parts.Clock);

    /// <summary>Makes a new link, which opens the pages for one browser.</summary>
    /// <returns>Its path with its token.</returns>
    public string NewLink() => $"{OpeningPage.Path}?token={_sessions.NewLink()}";

    public void Map(Routes routes)
    {
        var gate = new DashboardGate(_sessions);
        var open = routes.Pages(DashboardGate.EnterAnybodyAsync);
        open.Get(OpeningPage.Path, new OpeningPage(_sessions).ShowAsync);
        BrowserFiles.Map(open);

        var pages = routes.Pages(gate.EnterAsync);
        MapWhatComputersDo(pages);
        new AuditPages(parts.Audit, _check).Map(pages);
        new RunPages(parts.Store).Map(pages);
        pages.Get("/dashboard/{**path}", context => RefusedPage.NotFound("No page has this address.").WriteAsync(context));
    }

    /// <summary>Ends when no check of the audit log runs any more.</summary>
    public ValueTask DisposeAsync() => _check.DisposeAsync();

    private void MapWhatComputersDo(PageRoutes pages)
    {
        var (agents, masks, execs) = (new AgentRows(parts.Store), new AgentMasks(parts.Store), new ExecStore(parts.Store));
        var (webhooks, threads, faults) = (new WebhookHistory(parts.Store), new ThreadRows(parts.Store), new FaultPage(parts.Faults));
        new OverviewPage(agents, execs, parts.Commands, masks, webhooks, threads, faults).Map(pages);
        new AgentListPage(agents).Map(pages);
        new AgentPages(agents, parts.Computers, execs, new BootstrapRunStore(parts.Store), parts.Commands, masks).Map(pages);
        new CommandPages(parts.Computers, execs, parts.Commands, masks).Map(pages);
        new WebhookPages(webhooks, parts.Webhooks, masks).Map(pages);
        new ChatPages(threads, masks).Map(pages);
        new TracePages(new(parts.Store), new(parts.Store), masks, parts.Clock).Map(pages);
        faults.Map(pages);
    }
}
