using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Commands;

/// <summary>A command: what it is, its live output, and how it ended.</summary>
internal sealed class CommandPages(ComputerRegistry computers, ExecStore execs, CommandTexts texts, AgentMasks masks)
{
    private const string Path = "/dashboard/agents/{agentId}/commands/{execId}";
    private const string NoCommand = "There is no such command, or its time is over: a command is remembered for a day after its end.";

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowAsync);
        pages.Get($"{Path}/live", context => WithOutputAsync(context, output => output.SendAsync(context)));
        pages.Get($"{Path}/output", context => WithOutputAsync(context, output => output.SaveAsync(context, Find(context)!.Id)));
    }

    private Task ShowAsync(HttpContext context) => Find(context) is { } exec
        ? PageOf(exec).WriteAsync(context)
        : RefusedPage.NotFound(NoCommand).WriteAsync(context);

    private Page PageOf(ExecRecord exec)
    {
        var outcome = CommandOutcome.Of(exec);
        var mask = masks.Of(exec.AgentId);
        var taken = texts.Find(exec.Id);
        var text = taken is null ? "The text of this command is not known any more: it is kept in memory only, for the latest commands." : mask.Text(taken.Command);
        var path = CommandRows.PathOf(exec);
        return new Page("Command", "/dashboard/agents", $"""
            <p class="crumb"><a href="/dashboard/agents/{Pieces.Segment(exec.AgentId)}"><span aria-hidden="true">←</span> The agent</a></p>
            <div class="title"><h1>Command</h1><span id="outcome" data-live>{Pieces.Pill(outcome.Word, outcome.Mood)}</span></div>
            {Pieces.Box("The command", text)}
            <section aria-labelledby="output-title">
            <div class="title"><h2 id="output-title">Output</h2><a href="{path}/output" download>Save all of it</a></div>
            <noscript><p class="quiet">The live output needs JavaScript.</p></noscript>
            <p class="quiet" data-note role="status"></p>
            <pre class="terminal" tabindex="0" role="log" aria-label="Output" data-stream="{path}/live"></pre>
            </section>
            {Pieces.Section("facts", "What is known", FactsOf(exec, outcome, taken))}
            """)
        { IsMoving = exec.EndedAt is null };
    }

    private static Html FactsOf(ExecRecord exec, CommandOutcome outcome, CommandTaken? taken)
    {
        var bytes = CommandOutcome.BytesOf(exec);
        return Pieces.Facts(
            new("Outcome", $"{outcome.Word} <span class=\"quiet\">{outcome.Detail}</span>"),
            new("Began", Pieces.Time(exec.StartedAt)),
            new("Ended", Pieces.Time(exec.EndedAt)),
            new("Took", $"{Pieces.Duration(exec.EndedAt - exec.StartedAt)}"),
            new("Written", $"{Pieces.Size(bytes?.Stdout)} to stdout, {Pieces.Size(bytes?.Stderr)} to stderr"),
            new("Working directory", $"{taken?.WorkingDir ?? "the default"}"),
            new("Idempotency key", Pieces.Id(exec.Key)),
            new("Asked for by", $"{exec.Actor.Kind} <code>{exec.Actor.Id}</code>"),
            new("Command", $"<code>{exec.Id}</code>"),
            new("Agent", Pieces.Agent(exec.AgentId)));
    }

    private async Task WithOutputAsync(HttpContext context, Func<LiveOutput, Task> serve)
    {
        try
        {
            if (Find(context) is { } exec && computers.Find(exec.AgentId)?.FindExec(exec.Id) is { } run)
            {
                await serve(new(run.Watch, masks.Of(exec.AgentId))).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception e) when (e is ExecGoneException or JournalGapException && !context.Response.HasStarted)
        {
            // The command is remembered for longer than its output.
        }

        await RefusedPage.NotFound("The output of this command is not kept any more.").WriteAsync(context).ConfigureAwait(false);
    }

    private ExecRecord? Find(HttpContext context) => execs.Find(AgentRows.IdOf(context), (string)context.GetRouteValue("execId")!);
}
