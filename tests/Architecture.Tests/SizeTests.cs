using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>A reader takes in a file and a method whole.</summary>
public sealed class SizeTests
{
    private const int MostLinesOfFile = 400;
    private const int MostLinesOfMethod = 60;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        SourceFiles.All().Where(path => File.ReadLines(path).Count() > MostLinesOfFile).Select(SourceFiles.Shown).Should()
            .BeEmpty("a file has at most 400 lines: split it by what its parts do");

    [Fact]
    public void No_method_is_longer_than_60_lines() => SourceFiles.All().SelectMany(LongMethods).Should()
        .BeEmpty("a method has at most 60 lines: give its steps names");

    private static IEnumerable<string> LongMethods(string path)
    {
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path).GetRoot();
        return root.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)
            .Where(node => Lines(node) > MostLinesOfMethod)
            .Select(node => $"{SourceFiles.Shown(path)} {NameOf(node)}");
    }

    private static int Lines(SyntaxNode node)
    {
        // The span leaves out the comments above.
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
        _ => node.Kind().ToString(),
    };
}
