using System.Text.RegularExpressions;
using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>The engine serves any door: it knows neither HTTP nor a vendor.</summary>
public sealed class EngineTests
{
    private static readonly string[] Strangers = ["Microsoft.AspNetCore", "Flapjack", "AgentComputer"];

    // Words of a request over HTTP; each is compared as it is written here.
    private static readonly string[] DoorsWords = [@"\bHTTP\b", "Idempotency-Key", @"\bworkingDir\b", @"\bheaders?\b"];

    private static IReadOnlyList<string> Files => SourceFiles.Under(Repository.PathTo("src", "LocalComputers"));

    [Fact]
    public void The_engine_is_built_without_a_web_server_and_without_an_sdk()
    {
        var engine = System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "LocalComputers.dll"));

        engine.GetReferencedAssemblies().Select(reference => reference.Name!).Where(IsStrange).Should().BeEmpty("the engine serves any door");
        engine.GetExportedTypes().Should().BeEmpty("only the doors use the engine, and they see its internals");
    }

    [Fact]
    public void No_file_of_the_engine_uses_a_namespace_of_a_door()
    {
        var usings = Files.SelectMany(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes()
            .OfType<UsingDirectiveSyntax>()
            .Where(directive => IsStrange(directive.NamespaceOrType.ToString()))
            .Select(directive => $"{SourceFiles.Shown(path)} {directive}"));

        usings.Should().BeEmpty("the engine serves any door; Computers/Door.cs says what it needs of a door");
    }

    [Fact]
    public void The_engine_holds_none_of_the_vendors_words() =>
        VendorWords.In(Files).Should().BeEmpty("the door passes such words in: HostNames, ExecWords, BootstrapWords");

    [Fact]
    public void The_engine_names_no_header_and_no_field_of_a_request()
    {
        var said = Files.SelectMany(path => File.ReadLines(path)
            .Where(line => DoorsWords.Any(word => Regex.IsMatch(line, word)))
            .Select(line => $"{SourceFiles.Shown(path)}: {line.Trim()}"));

        said.Should().BeEmpty("the engine throws exceptions of its own, and the door tells callers what they mean");
    }

    private static bool IsStrange(string name) => Strangers.Any(stranger => name == stranger || name.StartsWith(stranger + ".", StringComparison.Ordinal));
}
