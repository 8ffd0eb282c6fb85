using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>One place sends, repeats and gives up: nothing beside it can go past its rules.</summary>
public sealed class HttpClientTests
{
    private const string OnlyPlace = "src/Shared/Wire/Http/";

    private static readonly string[] Exceptions =
    [
        // A constructor takes the HttpClient of its caller and hands it on.
        "src/Flapjack.Sdk/FlapjackClient.cs HttpClient",
        // The factory of the container makes the HttpClient, whose resilience handlers, the host's defaults, are taken away.
        "src/Flapjack.Sdk/DependencyInjection/FlapjackServiceCollectionExtensions.cs HttpClient",
        "src/Flapjack.Sdk/DependencyInjection/FlapjackServiceCollectionExtensions.cs ResilienceHttpClientBuilderExtensions",
        "src/Flapjack.Sdk/DependencyInjection/FlapjackServiceCollectionExtensions.cs SocketsHttpHandler",
    ];

    [Fact]
    public void Only_the_floor_of_HTTP_touches_HttpClient_and_Polly()
    {
        var project = SourceProject.Read("Flapjack.Sdk");

        project.Files.SelectMany(file => Uses(project.Compilation.GetSemanticModel(file)))
            .Where(use => !use.StartsWith(OnlyPlace, StringComparison.Ordinal))
            .Distinct().Should().BeEquivalentTo(Exceptions);
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
