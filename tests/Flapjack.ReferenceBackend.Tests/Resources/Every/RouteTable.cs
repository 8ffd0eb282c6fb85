using Flapjack.ReferenceBackend.Tests.Computers;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>Every route of the backend that needs a key.</summary>
internal static class RouteTable
{
    private static readonly Lazy<IReadOnlyList<Row>> Rows = new(() => Read(isOpen: false));
    private static readonly Lazy<IReadOnlyList<Row>> OpenRows = new(() => Read(isOpen: true));

    public static IReadOnlyList<Row> All => Rows.Value;

    /// <summary>Every route that needs no key, except for the description of the API.</summary>
    public static IReadOnlyList<Row> Open => OpenRows.Value;

    public static Row Of(string route) => All.Single(row => row.Route == route);

    /// <summary>Rows of a theory: a route, and a field that it reads.</summary>
    public static TheoryData<string, string> FieldsOf(IEnumerable<(string Route, string Name)> fields)
    {
        var data = new TheoryData<string, string>();
        foreach (var (route, name) in fields)
        {
            data.Add(route, name);
        }

        return data;
    }

    private static List<Row> Read(bool isOpen)
    {
        // A theory's rows are asked for while tests are discovered, where nothing can be awaited.
        var backend = FlapjackBackend.StartAsync(new() { Port = null }).GetAwaiter().GetResult();
        var rows = backend.Routes()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Gate.OpenToAll>() is not null == isOpen && endpoint.Metadata.GetMetadata<RouteFields>() is not null)
            .Select(endpoint => new Row(
                $"{endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Single()} {endpoint.RoutePattern.RawText}",
                endpoint.Metadata.GetMetadata<RouteFields>()!))
            .ToList();
        backend.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return rows;
    }

    /// <param name="Route">The method and the path, for example <c>GET /api/projects/{projectId}</c>.</param>
    /// <param name="Fields">What the route reads.</param>
    internal sealed record Row(string Route, RouteFields Fields)
    {
        public IReadOnlyList<RequestField>? Body => Fields.Body;

        /// <summary>The names of the ids in the path.</summary>
        public IReadOnlyList<string> Ids => OrgWorld.NamesIn(Route);
    }
}
