using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests.Sources;

/// <summary>Finds which folder of a project uses which other: each name in the sources is followed to the file that declares its type.</summary>
internal sealed class FolderArrows(SourceProject project, IReadOnlyCollection<string> floors)
{
    public IEnumerable<FolderArrow> All() => project.Files.SelectMany(Of);

    private IEnumerable<FolderArrow> Of(SyntaxTree file)
    {
        var model = project.Compilation.GetSemanticModel(file);
        var from = project.FolderOf(file, floors);
        foreach (var name in file.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (UsedType(model, name) is { } type && DeclaringFile(type) is { } target && project.FolderOf(target, floors) is var to && to != from)
            {
                yield return new(from, to, type.Name, IsRecordOfTheWire(type), SourceFiles.Shown(file.FilePath));
            }
        }
    }

    /// <summary>The type that a name stands for, or whose member it stands for. A type's own members are not a use of it.</summary>
    private static INamedTypeSymbol? UsedType(SemanticModel model, SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol as INamedTypeSymbol ?? (symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol ? symbol.ContainingType : null);
        // Most names stand for a type of a package, a local or a parameter. To find the enclosing type costs as much as all the rest.
        if (type is null || !type.Locations.Any(location => location.IsInSource))
        {
            return null;
        }

        var own = model.GetEnclosingSymbol(name.SpanStart)?.ContainingType;
        return SymbolEqualityComparer.Default.Equals(type, own) ? null : type;
    }

    // The home of a class in several files is the file that bears its name alone.
    private static SyntaxTree? DeclaringFile(INamedTypeSymbol type)
    {
        var outermost = type;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        var files = outermost.Locations.Where(location => location.IsInSource).Select(location => location.SourceTree!).ToList();
        return files.Find(file => Path.GetFileNameWithoutExtension(file.FilePath) == outermost.Name) ?? files.FirstOrDefault();
    }

    private static bool IsRecordOfTheWire(INamedTypeSymbol type) => type.IsRecord || type.TypeKind is TypeKind.Enum or TypeKind.Struct;
}
