using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Chats;

/// <summary>The chats: what people, agents and tools have said.</summary>
internal sealed class ChatPages(ThreadRows threads, AgentMasks masks)
{
    private const string Path = "/dashboard/chats";
    private const int LongestMessage = 20_000;

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowListAsync);
        pages.Get($"{Path}/{{threadId}}", ShowAsync);
    }

    private Task ShowListAsync(HttpContext context)
    {
        var (paging, agentId) = (Paging.Of(context), AgentRows.OnlyOf(context));
        var read = threads.Page(agentId, paging.Before, Paging.Read);
        var shown = read.Take(Paging.Size).ToList();
        var path = agentId is null ? Path : $"{Path}?agent={Pieces.Segment(agentId)}";
        return new Page("Chats", Path, $"""
            <h1>Chats</h1>
            {AgentRows.OnlyNote(agentId, Path)}
            <div id="chats" data-live>{ThreadRows.Table(shown)}</div>
            {paging.Links(path, [.. read.Select(thread => thread.Place)])}
            """)
        { IsMoving = shown.Exists(thread => thread.Turn is not null) }.WriteAsync(context);
    }

    private Task ShowAsync(HttpContext context)
    {
        if (threads.Find(((string)context.GetRouteValue("threadId")!).ToLowerInvariant()) is not { } thread)
        {
            return RefusedPage.NotFound("There is no such chat. It may have been deleted.").WriteAsync(context);
        }

        var paging = Paging.Of(context);
        var read = threads.Messages(thread.Id, paging.Before, Paging.Read);
        var mask = masks.Of(thread.AgentId);
        var messages = read.Take(Paging.Size).Reverse().Select(message => MessageOf(message, mask)).ToList();
        var said = messages.Count == 0 ? (Html)$"""<p class="card empty">Nothing was said yet.</p>""" : $"""<ol class="messages">{messages}</ol>""";
        return new Page(thread.Title ?? "Chat", Path, $"""
            <p class="crumb"><a href="{Path}"><span aria-hidden="true">←</span> Chats</a></p>
            <div class="title"><h1>{Pieces.Name(thread.Title, "Chat without a title")}</h1><span id="turn" data-live>{ThreadRows.Pill(thread)}</span></div>
            <p class="links">Agent {Pieces.Agent(thread.AgentId)}, <a href="/dashboard/traces?thread={thread.Id}">its traces</a>, made {Pieces.Time(thread.CreatedAt)}</p>
            {paging.Links($"{Path}/{Pieces.Segment(thread.Id)}", [.. read.Select(message => message.Place)])}
            <div id="messages" data-live>{said}</div>
            """)
        { IsMoving = thread.Turn is not null }.WriteAsync(context);
    }

    private static Html MessageOf(MessageRow message, Mask mask)
    {
        var calls = message.ToolCalls.Select(call => (Html)$"""
            <details><summary>calls <code>{call.Name}</code></summary>{Pieces.Box("Arguments", mask.Json(call.Arguments))}</details>
            """).ToList();
        var content = Short(message.Role == MessageRow.Tool ? mask.Json(message.Content) : mask.Text(message.Content));
        var said = message.Role == MessageRow.Tool
            ? (Html)$"""<details><summary>its result</summary>{Pieces.Box("Result", content)}</details>"""
            : $"""<p class="said">{content}</p>""";
        return $"""
            <li data-role="{message.Role}"><p class="who"><strong>{message.Role}</strong> {message.SenderId} {Pieces.Time(message.CreatedAt)}
            {Html.If(message.IsPartial, Pieces.Pill("cut off", "bad"))}</p>{Html.If(content.Length > 0, said)}{calls}</li>
            """;
    }

    private static string Short(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "\n… The rest is left out here.";
}
