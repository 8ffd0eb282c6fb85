using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>Three classes map paths: GatedRoutes asks for a key, OpenRoutes says that a route needs none, and PageRoutes asks a guard of its own.</summary>
public sealed class RouteTests
{
    private static readonly string[] OnlyPlaces = ["src/Shared/Hosting/Routing/GatedRoutes.cs", "src/Shared/Hosting/Routing/OpenRoutes.cs", "src/Shared/Hosting/Routing/PageRoutes.cs"];

    [Fact]
    public void Only_the_gated_routes_map_a_path()
    {
        var others = SourceFiles.Under(Repository.PathTo("src", "AgentComputer.ReferenceBackend"), Repository.PathTo("src", "Flapjack.ReferenceBackend"), Repository.PathTo("src", "Shared"))
            .Select(SourceFiles.Shown)
            .Except(OnlyPlaces)
            .SelectMany(path => Mappings(path).Select(method => $"{path} {method}"));

        others.Should().BeEmpty("GatedRoutes puts a gate before each route, and OpenRoutes says that a route has none");
    }

    [Fact]
    public void Only_the_webhooks_of_triggers_are_open() =>
        SourceFiles.Under(Repository.PathTo("src", "Flapjack.ReferenceBackend"))
            .Where(path => File.ReadAllText(path).Contains(".Anonymous()", StringComparison.Ordinal))
            .Select(SourceFiles.Shown)
            .Should().Equal("src/Flapjack.ReferenceBackend/Resources/Runners/RunnerTriggersApi.cs");

    [Fact]
    public void What_the_contract_of_Agent_Computer_opens_to_everybody_is_open_and_nothing_else() =>
        SourceFiles.Under(Repository.PathTo("src", "AgentComputer.ReferenceBackend"))
            .Where(path => File.ReadAllText(path).Contains(".Anonymous()", StringComparison.Ordinal))
            .Select(SourceFiles.Shown)
            .Should().BeEquivalentTo(
                "src/AgentComputer.ReferenceBackend/Resources/Health/HealthApi.cs",
                "src/AgentComputer.ReferenceBackend/Resources/Shares/SharesApi.cs",
                "src/AgentComputer.ReferenceBackend/Resources/SizePresets/SizePresetsApi.cs",
                "src/AgentComputer.ReferenceBackend/Resources/Status/StatusApi.cs");

    [Fact]
    public void Only_the_dashboard_maps_pages_and_its_gate_guards_each_of_them()
    {
        var guards = SourceFiles.Under(Repository.PathTo("src"))
            .SelectMany(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes()
                .OfType<InvocationExpressionSyntax>()
                .Where(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Pages" } && call.ArgumentList.Arguments.Count == 1)
                .Select(call => $"{SourceFiles.Shown(path)} {call}"));

        guards.Should().BeEquivalentTo(
            ["src/Flapjack.ReferenceBackend/Dashboard/DashboardPages.cs routes.Pages(DashboardGate.EnterAnybodyAsync)", "src/Flapjack.ReferenceBackend/Dashboard/DashboardPages.cs routes.Pages(gate.EnterAsync)"],
            "a page shows what is inside of the backend, so it is behind the gate of the dashboard");
    }

    [Fact]
    public void Only_what_shows_nothing_of_the_backend_is_before_the_gate_of_the_dashboard() =>
        File.ReadLines(Repository.PathTo("src", "Flapjack.ReferenceBackend", "Dashboard", "DashboardPages.cs"))
            .Where(line => line.Contains("open.", StringComparison.Ordinal) || line.Contains("(open)", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Should().Equal("open.Get(OpeningPage.Path, new OpeningPage(_sessions).ShowAsync);", "BrowserFiles.Map(open);");

    private static IEnumerable<string> Mappings(string path) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathTo(path))).GetRoot().DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text ?? "")
            // MapGet, MapFallback, MapGroup and so on; a resource's own method is called Map.
            .Where(name => name.Length > "Map".Length && name.StartsWith("Map", StringComparison.Ordinal));
}
