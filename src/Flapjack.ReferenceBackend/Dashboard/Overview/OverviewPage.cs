using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Chats;
using Flapjack.ReferenceBackend.Dashboard.Commands;
using Flapjack.ReferenceBackend.Dashboard.Faults;
using Flapjack.ReferenceBackend.Dashboard.Webhooks;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers.Computers.Exec;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Overview;

/// <summary>What happens now, and what has happened last. It reads a few rows of each list, however long the lists are.</summary>
internal sealed class OverviewPage(
    AgentRows agents, ExecStore execs, CommandTexts texts, AgentMasks masks, WebhookHistory webhooks, ThreadRows threads, FaultPage faults)
{
    private const int Rows = 8;

    public void Map(PageRoutes pages) => pages.Get("/", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var (running, newest, sent, chats) = (execs.NewestRunning(Rows), agents.Page(long.MaxValue, Rows), webhooks.Page(null, long.MaxValue, Rows), threads.Page(null, long.MaxValue, Rows));
        // Each command is of another agent, with secrets of its own.
        var known = running.ToDictionary(exec => exec.Id, exec => masks.Of(exec.AgentId), StringComparer.Ordinal);
        var armed = Html.If(
            faults.Armed > 0, $"""<p class="card notice"><a href="/dashboard/faults">Faults are armed: {faults.Armed}.</a> Answers of the API go wrong on purpose.</p>""");
        return new Page("Overview", "/", $"""
            <h1>What happens inside</h1>
            <div id="faults" data-live>{armed}</div>
            {Pieces.Section("running", "Commands that run now", CommandRows.Table("Running commands", running, texts, exec => known[exec.Id], "No command runs."))}
            {Pieces.Section("agents", "Newest agents", AgentRows.Table(newest))}
            {Pieces.Section("webhooks", "Newest webhooks", WebhookRows.Table(sent.Select(row => row.Message)))}
            {Pieces.Section("chats", "Newest chats", ThreadRows.Table(chats))}
            """)
        {
            IsMoving = running.Count > 0 || newest.Any(AgentRows.IsMoving)
                || sent.Any(row => row.Message.State == WebhookState.Pending) || chats.Any(thread => thread.Turn is not null),
        }.WriteAsync(context);
    }
}
