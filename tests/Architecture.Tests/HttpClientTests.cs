using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>One place sends, repeats and gives up: nothing beside it can go past its rules.</summary>
public sealed class HttpClientTests
{
    private const string OnlyPlace = "src/Shared/Wire/Http/";

    [Theory]
    [InlineData("Flapjack.Sdk", "Flapjack")]
    [InlineData("AgentComputer.Sdk", "AgentComputer")]
    public void Only_the_floor_of_HTTP_touches_HttpClient_and_Polly(string name, string vendor)
    {
        var project = SourceProject.Read(name);

        project.Files.SelectMany(file => Uses(project.Compilation.GetSemanticModel(file)))
            .Where(use => !use.StartsWith(OnlyPlace, StringComparison.Ordinal))
            .Distinct().Should().BeEquivalentTo(
            [
                // A constructor takes the HttpClient of its caller and hands it on.
                $"src/{name}/{vendor}Client.cs HttpClient",
            ]);
    }

    private static IEnumerable<string> Uses(SemanticModel model) => model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        .Select(name => model.GetSymbolInfo(name).Symbol)
        .Select(symbol => symbol as INamedTypeSymbol ?? symbol?.ContainingType)
        .Where(type => type is not null && (type.Name is "HttpClient" or "HttpMessageInvoker" or "SocketsHttpHandler" or "HttpClientHandler" || IsOfPolly(type.ContainingNamespace.ToDisplayString(), type.Name)))
        .Select(type => $"{SourceFiles.Shown(model.SyntaxTree.FilePath)} {type!.Name}");

    private static bool IsOfPolly(string @namespace, string type) =>
        @namespace == "Polly" || @namespace.StartsWith("Polly.", StringComparison.Ordinal)
        || @namespace.StartsWith("Microsoft.Extensions.Http.Resilience", StringComparison.Ordinal) || type.StartsWith("Resilience", StringComparison.Ordinal);
}
