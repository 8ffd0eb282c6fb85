using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shared.Hosting.Routing;

/// <summary>Routes that need no key, so their handlers get no caller.</summary>
internal sealed class OpenRoutes(IEndpointRouteBuilder endpoints)
{
    public void Get(string path, RequestDelegate serve) => endpoints.MapGet(path, serve)
        .WithMetadata(new Gate.OpenToAll(), RouteFields.Nothing(StatusCodes.Status200OK));

    /// <param name="path">The path.</param>
    /// <param name="serve">Checks by itself who calls, and writes the answer.</param>
    /// <param name="fields">What the route reads.</param>
    public void Post(string path, RequestDelegate serve, RouteFields fields) => endpoints.MapPost(path, serve).WithMetadata(new Gate.OpenToAll(), fields);

    /// <summary>The document that describes the API.</summary>
    public void GetDescription(string path) => endpoints.MapOpenApi(path).WithMetadata(new Gate.OpenToAll());
}
