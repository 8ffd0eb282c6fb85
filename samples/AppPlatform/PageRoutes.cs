namespace AppPlatform;

/// <summary>Serves what the browser reads: two pages, and the state that their script asks for.</summary>
internal static class PageRoutes
{
    public static void MapPages(this WebApplication app)
    {
        app.MapGet("/", (AppStore apps) => Show.Front(apps, new()));
        // A browser reloads this path after the form was refused.
        app.MapGet("/apps", () => Results.Redirect("/"));
        app.MapGet("/apps/{id:guid}", (Guid id, AppStore apps) => Show.App(apps.Find(id)));

        app.MapFallback(() => Show.App(null));

        app.MapGet("/state", (AppStore apps) => apps.All.Select(AppState.Of));
        app.MapGet("/apps/{id:guid}/state", (Guid id, AppStore apps) => apps.Find(id) is { } found ? Results.Ok(AppState.Of(found)) : Results.NotFound());
    }
}
