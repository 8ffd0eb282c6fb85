using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Shared.Hosting.Routing;

namespace Shared.Hosting.OpenApi;

/// <summary>
/// Serves a description of every route at <c>/openapi.json</c>, without a key: it tells what anybody can read in the documentation. It is made from the
/// routes themselves when it is asked for, so it can't differ from them.
/// </summary>
internal static class ApiDescription
{
    public const string Path = "/openapi.json";

    private const string Scheme = "bearer";

    /// <param name="services">The services of the server.</param>
    /// <param name="title">The name of the API.</param>
    /// <param name="endpoints">The routes, once they are mapped.</param>
    public static void AddTo(IServiceCollection services, string title, Func<IReadOnlyList<RouteEndpoint>> endpoints) =>
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document, title, endpoints());
            return Task.CompletedTask;
        }));

    public static void Map(OpenRoutes routes) => routes.GetDescription(Path);

    private static void Describe(OpenApiDocument document, string title, IReadOnlyList<RouteEndpoint> endpoints)
    {
        document.Info = new() { Title = title, Version = "1" };
        document.Components = new()
        {
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme } },
        };
        document.Security = [new() { [new(Scheme, document)] = [] }];
        document.Paths = [];
        foreach (var path in endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<RouteFields>() is not null).GroupBy(endpoint => endpoint.RoutePattern.RawText!))
        {
            document.Paths[path.Key] = new OpenApiPathItem
            {
                Operations = path.ToDictionary(RouteDescription.MethodOf, endpoint => RouteDescription.Of(endpoint, endpoint.Metadata.GetRequiredMetadata<RouteFields>())),
            };
        }
    }
}
