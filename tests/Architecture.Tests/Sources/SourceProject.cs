using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Architecture.Tests.Sources;

/// <summary>A project under <c>src</c>, compiled from its sources, so that each name in them can be followed to the file that declares it.</summary>
internal sealed class SourceProject
{
    /// <summary>The folder of the files that lie directly in the project.</summary>
    public const string Top = ".";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly PortableExecutableReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly ConcurrentDictionary<string, Lazy<SourceProject>> Known = new();

    private readonly string _folder;

    private SourceProject(string name)
    {
        Name = name;
        _folder = Repository.PathTo("src", name);
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None);
        Files = [.. SourceFiles.Under([_folder, .. LinkedFolders()]).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path))];
        Compilation = CSharpCompilation.Create(
            // The project's own name, so that the assemblies below it show it their internals. The built assembly of that name is left out.
            name,
            [.. Files, .. Generated().Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)), CSharpSyntaxTree.ParseText(ImplicitUsings, options)],
            References.Where(reference => Path.GetFileNameWithoutExtension(reference.Display) != name),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    public string Name { get; }

    public IReadOnlyList<SyntaxTree> Files { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>Reads a project; a second call for it gets what the first has read.</summary>
    public static SourceProject Read(string name) => Known.GetOrAdd(name, new Lazy<SourceProject>(() => new(name))).Value;

    /// <summary>
    /// The folder of a file: the first part of its path inside the project, or as many parts as a floor names. A linked file's path begins below <c>src</c>.
    /// </summary>
    public string FolderOf(SyntaxTree file, IReadOnlyCollection<string> floors)
    {
        var folder = Path.GetRelativePath(_folder, Path.GetDirectoryName(file.FilePath)!);
        folder = folder.StartsWith("../", StringComparison.Ordinal) ? folder[3..] : folder;
        // A floor that has other floors inside is that folder alone: a new folder in it has no floor yet.
        bool HasInner(string floor) => floors.Any(inner => inner.StartsWith(floor + "/", StringComparison.Ordinal));
        return floors.Where(floor => folder == floor || (folder.StartsWith(floor + "/", StringComparison.Ordinal) && !HasInner(floor))).MaxBy(floor => floor.Length)
            ?? (folder.StartsWith("Shared/", StringComparison.Ordinal) ? folder : folder.Split('/')[0]);
    }

    /// <summary>The sources that the build has made of a <c>.proto</c> file. They are on no floor, because nobody writes them.</summary>
    private IEnumerable<string> Generated() => XDocument.Load(Path.Combine(_folder, $"{Name}.csproj")).Descendants("Protobuf")
        .Select(item => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!)))
        .Select(name => Directory.EnumerateFiles(Path.Combine(_folder, "obj"), $"{name}.cs", SearchOption.AllDirectories).First());

    /// <summary>The folders outside the project whose sources it links.</summary>
    private IEnumerable<string> LinkedFolders() => XDocument.Load(Path.Combine(_folder, $"{Name}.csproj")).Descendants("Compile")
        .Select(item => (string?)item.Attribute("Include"))
        .Where(pattern => pattern?.StartsWith("../", StringComparison.Ordinal) == true)
        .Select(pattern => Path.GetFullPath(pattern!.Split('*')[0], _folder));
}
