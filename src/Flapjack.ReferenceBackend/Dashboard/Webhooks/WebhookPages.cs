using System.Globalization;
using System.Text;
using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Webhooks;

/// <summary>The webhooks with every attempt, and a button that sends one again.</summary>
internal sealed class WebhookPages(WebhookHistory history, WebhookSender sender, AgentMasks masks)
{
    private const string Path = "/dashboard/webhooks";
    private const string NoWebhook = "There is no such webhook, or its time is over: webhooks are kept for thirty days after their end.";

    private static readonly string[] AttemptColumns = ["Attempt", "Answer", "Began", "Took", "What happened"];

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowListAsync);
        pages.Get($"{Path}/{{id}}", context => ShowAsync(context, null, StatusCodes.Status200OK));
        pages.Post($"{Path}/{{id}}/send", SendAgainAsync);
    }

    private Task ShowListAsync(HttpContext context)
    {
        var (paging, agentId) = (Paging.Of(context), AgentRows.OnlyOf(context));
        var read = history.Page(agentId, paging.Before, Paging.Read);
        var shown = read.Take(Paging.Size).Select(row => row.Message).ToList();
        var path = agentId is null ? Path : $"{Path}?agent={Pieces.Segment(agentId)}";
        return new Page("Webhooks", Path, $"""
            <h1>Webhooks</h1>
            {AgentRows.OnlyNote(agentId, Path)}
            <div id="webhooks" data-live>{WebhookRows.Table(shown)}</div>
            {paging.Links(path, [.. read.Select(row => row.Place)])}
            """)
        { IsMoving = shown.Exists(webhook => webhook.State == WebhookState.Pending) }.WriteAsync(context);
    }

    /// <param name="context">The call.</param>
    /// <param name="complaint">Why it was not sent again; null if nobody asked for that.</param>
    /// <param name="status">The status of the answer.</param>
    private Task ShowAsync(HttpContext context, string? complaint, int status)
    {
        if (history.Find(IdOf(context)) is not { } webhook)
        {
            return RefusedPage.NotFound(NoWebhook).WriteAsync(context);
        }

        var mask = masks.Of(webhook.AgentId);
        var isPending = webhook.State == WebhookState.Pending;
        var attempts = Pieces.Table("Attempts", AttemptColumns, [.. webhook.Attempts.Reverse().Select(attempt => Row(attempt, mask))], "No attempt has ended yet.", wide: 4);
        return new Page(webhook.Event.ToString(), Path, $"""
            <p class="crumb"><a href="{Path}"><span aria-hidden="true">←</span> Webhooks</a></p>
            <div class="title"><h1>{webhook.Event.ToString()}</h1><span id="state" data-live>{WebhookRows.Pill(webhook.State)}</span></div>
            <p class="complaint" role="alert">{complaint}</p>
            <form method="post" action="{Path}/{Pieces.Segment(webhook.Id)}/send" class="row" id="send" data-live>
            <button class="primary" id="send-again"{Html.If(isPending, $" disabled")}>Send again</button>
            <span class="quiet">{(isPending ? "It is on its way already." : "The same body and id, signed with the newest secret, with eight new attempts.")}</span>
            </form>
            {Pieces.Section("attempts", "Attempts", attempts)}
            {Pieces.Section("facts", "What is known", FactsOf(webhook, mask))}
            <section aria-labelledby="body-title"><h2 id="body-title">Body</h2>{Pieces.Box("Body", mask.Json(Encoding.UTF8.GetString(webhook.Body.Span)))}</section>
            """)
        { IsMoving = isPending, Status = status }.WriteAsync(context);
    }

    private async Task SendAgainAsync(HttpContext context)
    {
        var id = IdOf(context);
        try
        {
            sender.Redeliver(id);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"{Path}/{Pieces.Segment(id)}";
        }
        catch (ArgumentException)
        {
            await RefusedPage.NotFound(NoWebhook).WriteAsync(context).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            await ShowAsync(context, "It was not sent again, because it is on its way already.", StatusCodes.Status409Conflict).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            await ShowAsync(context, $"It was not sent again. {e.Message}", StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
        }
    }

    private static Html[] Row(WebhookAttempt attempt, Mask mask)
    {
        var answer = attempt.Status?.ToString(CultureInfo.InvariantCulture) ?? "none";
        return
        [
            $"{attempt.Number}",
            Pieces.Pill(answer, attempt.Status is >= 200 and < 300 ? "good" : "bad"),
            Pieces.Time(attempt.At),
            $"{Pieces.Duration(attempt.Duration)}",
            $"{mask.Text(attempt.Outcome)}",
        ];
    }

    private static Html FactsOf(WebhookMessage webhook, Mask mask) => Pieces.Facts(
        new("To", $"<code>{mask.Address(webhook.Url)}</code>"),
        new("Signed with", $"the organization's secret, {Mask.Hidden}"),
        new("Next attempt", Pieces.Time(webhook.NextAttemptAt)),
        new("Happened", Pieces.Time(webhook.CreatedAt)),
        new("Agent", Pieces.Agent(webhook.AgentId)),
        new("Webhook", $"<code>{webhook.Id}</code>"));

    private static string IdOf(HttpContext context) => (string)context.GetRouteValue("id")!;
}
