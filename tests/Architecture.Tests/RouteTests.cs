using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>No route of the backend can be reached without a key: only the gated routes map, and they refuse to without a scope.</summary>
public sealed class RouteTests
{
    private static readonly string[] OnlyPlaces = ["src/Shared/Hosting/Routing/GatedRoutes.cs", "src/Shared/Hosting/Routing/OpenRoutes.cs"];

    [Fact]
    public void Only_the_gated_routes_map_a_path()
    {
        var others = SourceFiles.Under(Repository.PathTo("src", "Flapjack.ReferenceBackend"), Repository.PathTo("src", "Shared"))
            .Select(SourceFiles.Shown)
            .Except(OnlyPlaces)
            .SelectMany(path => Mappings(path).Select(method => $"{path} {method}"));

        others.Should().BeEmpty("GatedRoutes puts a gate before each route, and OpenRoutes says that a route has none");
    }

    private static IEnumerable<string> Mappings(string path) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathTo(path))).GetRoot().DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text ?? "")
            .Where(name => name is "MapGet" or "MapPost" or "MapPut" or "MapPatch" or "MapDelete" or "MapMethods" or "MapFallback");
}
