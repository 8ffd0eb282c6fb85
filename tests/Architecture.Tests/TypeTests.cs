using Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>A public type is found by the name of its file.</summary>
public sealed class TypeTests
{
    [Fact]
    public void A_public_type_has_a_file_of_its_name()
    {
        var misplaced = SourceFiles.Under(Repository.PathTo("src")).SelectMany(path =>
            PublicTypes(path)
                // A class in several files names each after what it holds: FlapjackClient.Agents.cs.
                .Where(type => !Path.GetFileNameWithoutExtension(path).Split('.')[0].Equals(type, StringComparison.Ordinal))
                .Select(type => $"{SourceFiles.Shown(path)} {type}"));

        misplaced.Should().BeEmpty("a public type has a file of its own name");
    }

    private static IEnumerable<string> PublicTypes(string path) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes()
            .OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax && type.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword)))
            .Select(type => type.Identifier.Text);
}
