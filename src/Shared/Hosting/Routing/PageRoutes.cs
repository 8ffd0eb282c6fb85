using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shared.Hosting.Routing;

/// <summary>
/// Pages for people, behind a guard of their own in place of a key. They are no part of the API: its description does not name them, and faults that are
/// planned for its answers leave them alone.
/// </summary>
/// <param name="endpoints">The endpoints of the server.</param>
/// <param name="guard">Serves a request by the function that it is given, or refuses it.</param>
internal sealed class PageRoutes(IEndpointRouteBuilder endpoints, Func<HttpContext, RequestDelegate, Task> guard)
{
    public void Get(string path, RequestDelegate serve) => Map(HttpMethods.Get, path, serve);

    public void Post(string path, RequestDelegate serve) => Map(HttpMethods.Post, path, serve);

    /// <summary>Whether a request is for a page.</summary>
    public static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Page>() is not null;

    private void Map(string method, string path, RequestDelegate serve) =>
        endpoints.MapMethods(path, [method], (RequestDelegate)(context => guard(context, serve))).WithMetadata(new Gate.OpenToAll(), new Page());

    private sealed class Page;
}
