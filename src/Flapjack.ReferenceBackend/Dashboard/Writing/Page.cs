using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>A page, and how often the browser looks whether what it shows has changed.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Path">Its place in the navigation, such as <c>/dashboard/agents</c>; empty for none.</param>
/// <param name="Content">What it shows. An element with <c>data-live</c> and an id is replaced when it has changed.</param>
internal sealed record Page(string Title, string Path, Html Content)
{
    private const int Soon = 2;
    private const int Later = 10;

    private static readonly (string Path, string Name)[] Places =
    [
        ("/", "Overview"), ("/dashboard/agents", "Agents"), ("/dashboard/webhooks", "Webhooks"), ("/dashboard/chats", "Chats"), ("/dashboard/traces", "Traces"),
        ("/dashboard/runs", "Runs"), ("/dashboard/audit", "Audit log"), ("/dashboard/faults", "Faults"),
    ];

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether something on the page is on the move, so that the browser looks again soon.</summary>
    public bool IsMoving { get; init; }

    /// <summary>Where the browser goes at once; null to stay.</summary>
    public string? GoesTo { get; init; }

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(Document().ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    private Html Document()
    {
        var goes = Html.If(GoesTo is not null, $"""<meta http-equiv="refresh" content="0;url={GoesTo}">""");
        var refresh = Html.If(Path.Length > 0, $""" data-refresh="{(IsMoving ? Soon : Later)}" """);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Title} · Flapjack backend</title>
            <link rel="icon" href="/dashboard/files/favicon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/dashboard/files/page.css">
            {goes}
            <script src="/dashboard/files/page.js" type="module"></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="top">
            <a class="brand" href="/"><img src="/dashboard/files/favicon.svg" alt="" width="26" height="26"> Flapjack backend</a>
            {Navigation()}
            </header>
            <main id="content" tabindex="-1"{refresh}>
            {Content}
            </main>
            <p class="lost" role="status" data-lost hidden>The backend does not answer. This page is as it was when it last did.</p>
            </body>
            </html>
            """;
    }

    private Html Navigation()
    {
        if (Path.Length == 0)
        {
            return default;
        }

        var links = Places.Select(place => (Html)$"""<li><a href="{place.Path}"{Current(place.Path)}>{place.Name}</a></li>""");
        return $"""<nav aria-label="Pages"><ul>{links}</ul></nav>""";
    }

    private Html Current(string path) => Html.If(path == Path, $""" aria-current="page" """);
}
