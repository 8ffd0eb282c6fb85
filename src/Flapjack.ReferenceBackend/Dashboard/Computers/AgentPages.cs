using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Commands;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Computers;

/// <summary>An agent: its computer, how that was set up, and its commands.</summary>
internal sealed class AgentPages(AgentRows agents, ComputerRegistry computers, ExecStore execs, BootstrapRunStore bootstraps, CommandTexts texts, AgentMasks masks)
{
    private const string Path = "/dashboard/agents/{agentId}";
    private const string NoAgent = "There is no such agent. It may have been deleted.";

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowAsync);
        pages.Get($"{Path}/bootstrap", ShowBootstrapAsync);
        pages.Get($"{Path}/bootstrap/live", context => WithLogAsync(context, output => output.SendAsync(context)));
        pages.Get($"{Path}/bootstrap/output", context => WithLogAsync(context, output => output.SaveAsync(context, "bootstrap")));
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (agents.Find(AgentRows.IdOf(context)) is not { } agent)
        {
            await RefusedPage.NotFound(NoAgent).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        var computer = computers.Find(agent.Id);
        var report = computer is { IsBegun: true } ? await computer.ReadStatusAsync().ConfigureAwait(false) : null;
        await PageOf(agent, computer, report, Paging.Of(context)).WriteAsync(context).ConfigureAwait(false);
    }

    private Page PageOf(AgentRow agent, Computer? computer, ComputerReport? report, Paging paging)
    {
        var path = $"/dashboard/agents/{Pieces.Segment(agent.Id)}";
        var (read, runs) = (execs.Page(agent.Id, paging.Before, Paging.Read), bootstraps.OfAgent(agent.Id));
        var shown = read.Take(Paging.Size).Select(row => row.Exec).ToList();
        var mask = masks.Of(agent.Id);
        var commands = CommandRows.Table("Commands", shown, texts, _ => mask, "No command has run yet, or none is remembered any more.");
        return new Page(agent.Name.Length > 0 ? agent.Name : "Agent", "/dashboard/agents", $"""
            <p class="crumb"><a href="/dashboard/agents"><span aria-hidden="true">←</span> Agents</a></p>
            <div class="title"><h1>{Pieces.Name(agent.Name, "Agent without a name")}</h1><span id="phase" data-live>{Pieces.ComputerPill(agent.Phase)}</span></div>
            <p class="links">Its <a href="/dashboard/webhooks?agent={agent.Id}">webhooks</a>, <a href="/dashboard/chats?agent={agent.Id}">chats</a>,
            <a href="/dashboard/traces?agent={agent.Id}">traces</a>, <a href="/dashboard/audit?agent={agent.Id}">audit log</a></p>
            {Pieces.Section("commands", "Commands", $"{commands}{paging.Links(path, [.. read.Select(row => row.Place)])}")}
            {Pieces.Section("computer", "Computer", ComputerFactsOf(agent, computer, report))}
            {Pieces.Section("bootstraps", "Bootstraps", BootstrapRows.Table(runs, path))}
            """)
        { IsMoving = AgentRows.IsMoving(agent) || shown.Exists(exec => exec.EndedAt is null) };
    }

    private static Html ComputerFactsOf(AgentRow agent, Computer? computer, ComputerReport? report)
    {
        var setup = computer?.Setup;
        var variables = setup?.EnvVars.Select(variable => (Html)$"<li><code>{variable.Key}</code> = {Mask.Hidden}</li>").ToList() ?? [];
        return Pieces.Facts(
            new("Status", Pieces.ComputerPill(report?.Facts.Phase.Word ?? agent.Phase)),
            new("Computer", Pieces.Id(report?.Facts.Id)),
            new("Template", $"{setup?.Template.Name ?? "–"}"),
            new("Repository", $"{(setup?.Repo is { } repo ? Mask.OfShapes.Text($"{repo.Url} {repo.Branch}") : "–")}"),
            new("Size", $"{setup?.Measures.Class?.ToString() ?? "–"}"),
            new("Disk", $"{Pieces.Size(report?.DiskUsed)} of {Pieces.Size(report?.DiskTotal)}"),
            new("Listens on port", $"{report?.ServerPort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–"}"),
            new("Variables", variables.Count == 0 ? (Html)$"–" : $"<ul>{variables}</ul>"),
            new("Last command", Pieces.Time(agent.LastUsedAt)),
            new("Made", Pieces.Time(agent.CreatedAt)),
            new("External app", $"{agent.ExternalAppId ?? "–"}"),
            new("Agent", $"<code>{agent.Id}</code>"),
            new("Organization", $"<code>{agent.OrgId}</code>"));
    }

    private Task ShowBootstrapAsync(HttpContext context)
    {
        if (agents.Find(AgentRows.IdOf(context)) is not { } agent || bootstraps.OfAgent(agent.Id) is not [.., var latest])
        {
            return RefusedPage.NotFound("There is no such agent, or its computer was never set up.").WriteAsync(context);
        }

        var path = $"/dashboard/agents/{Pieces.Segment(agent.Id)}";
        return new Page("Bootstrap", "/dashboard/agents", $"""
            <p class="crumb"><a href="{path}"><span aria-hidden="true">←</span> {Pieces.Name(agent.Name, "The agent")}</a></p>
            <div class="title"><h1>Latest bootstrap</h1><span id="outcome" data-live>{BootstrapRows.Pill(latest)}</span></div>
            <section aria-labelledby="output-title">
            <div class="title"><h2 id="output-title">Log</h2><a href="{path}/bootstrap/output" download>Save all of it</a></div>
            <noscript><p class="quiet">The live log needs JavaScript.</p></noscript>
            <p class="quiet" data-note role="status"></p>
            <pre class="terminal" tabindex="0" role="log" aria-label="Log" data-stream="{path}/bootstrap/live"></pre>
            </section>
            """)
        { IsMoving = latest.End is null }.WriteAsync(context);
    }

    private Task WithLogAsync(HttpContext context, Func<LiveOutput, Task> serve)
    {
        var agentId = AgentRows.IdOf(context);
        return computers.Find(agentId)?.BootstrapLog is { } log
            ? serve(new(most => new(log.OpenWatcher(most), static () => { }), masks.Of(agentId)))
            : RefusedPage.NotFound("There is no log of a bootstrap.").WriteAsync(context);
    }
}
