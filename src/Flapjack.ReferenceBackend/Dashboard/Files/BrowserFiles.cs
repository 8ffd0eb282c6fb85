using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Files;

/// <summary>The styles, the script and the icon of the pages. They are the same for everybody, and tell nothing of the backend.</summary>
internal static class BrowserFiles
{
    private static readonly (string Name, string Type)[] All =
        [("page.css", "text/css; charset=utf-8"), ("page.js", "text/javascript; charset=utf-8"), ("favicon.svg", "image/svg+xml")];

    public static void Map(PageRoutes pages)
    {
        foreach (var (name, type) in All)
        {
            pages.Get($"/dashboard/files/{name}", context => SendAsync(context, name, type));
        }
    }

    private static async Task SendAsync(HttpContext context, string name, string type)
    {
        var file = typeof(BrowserFiles).Assembly.GetManifestResourceStream($"Dashboard/{name}")!;
        await using var _ = file.ConfigureAwait(false);
        context.Response.ContentType = type;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
