using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>Every route of the REST API that needs a key. The gateway of processes has a wire of its own, and tests of its own.</summary>
internal static class RouteTable
{
    private static readonly Lazy<IReadOnlyList<Row>> Rows = new(() => Read(isOpen: false));
    private static readonly Lazy<IReadOnlyList<Row>> OpenRows = new(() => Read(isOpen: true));

    public static IReadOnlyList<Row> All => Rows.Value;

    /// <summary>Every route that needs no key, except for the description of the API.</summary>
    public static IReadOnlyList<Row> Open => OpenRows.Value;

    public static Row Of(string route) => All.Single(row => row.Route == route);

    private static List<Row> Read(bool isOpen)
    {
        // A theory's rows are asked for while tests are discovered, where nothing can be awaited.
        var backend = AgentComputerBackend.StartAsync(new() { Port = null }).GetAwaiter().GetResult();
        var rows = backend.Parts.Server.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<Gate.OpenToAll>() is not null == isOpen && endpoint.Metadata.GetMetadata<RouteFields>() is not null)
            .Where(endpoint => isOpen || endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal))
            .Select(endpoint => new Row(
                $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()} {endpoint.RoutePattern.RawText}",
                endpoint.Metadata.GetMetadata<RouteFields>()!))
            .ToList();
        backend.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return rows;
    }

    /// <param name="Route">The method and the path, for example <c>GET /v1/computers/{computer_id}</c>.</param>
    /// <param name="Fields">What the route reads.</param>
    internal sealed record Row(string Route, RouteFields Fields)
    {
        public IReadOnlyList<RequestField>? Body => Fields.Body;

        /// <summary>The names of the ids in the path.</summary>
        public IReadOnlyList<string> Ids => WorkspaceWorld.NamesIn(Route);
    }
}
