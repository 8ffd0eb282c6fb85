using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Flapjack.Docs.Tests;

/// <summary>A fence as a newcomer has it: pasted into an empty Program.cs of a new project, or, with a <c>[Fact]</c>, into a test project.</summary>
internal static class PastedProgram
{
    // What `dotnet new` projects use without saying so.
    private const string ConsoleUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private const string WebUsings = """
        global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        """;

    private const string TestUsings = "global using Xunit;";

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Flapjack.Docs", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);

    /// <summary>Compiles the fence; the errors name the page and the line there.</summary>
    public static (CSharpCompilation Program, IReadOnlyList<string> Errors) Compile(Fence fence)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var pasted = CSharpSyntaxTree.ParseText(fence.Code, options);
        var isProgram = pasted.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
        var usings = ConsoleUsings
            + (fence.Code.Contains("WebApplication", StringComparison.Ordinal) ? WebUsings : "")
            + (fence.Code.Contains("[Fact]", StringComparison.Ordinal) ? TestUsings : "");
        var program = CSharpCompilation.Create(
            $"Pasted{Guid.NewGuid():N}",
            [pasted, CSharpSyntaxTree.ParseText(usings, options)],
            References.Value,
            new(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        // CS1701: two versions of one assembly, which a build of a project unifies. CS8321: a method that is there to be called by the reader.
        var errors = program.GetDiagnostics()
            .Where(it => it.Severity >= DiagnosticSeverity.Warning && it.Id is not ("CS1701" or "CS8321"))
            .Select(it => $"{fence.Page}:{fence.Line + it.Location.GetLineSpan().StartLinePosition.Line}: {it.Id} {it.GetMessage()}");
        return (program, [.. errors]);
    }

    /// <summary>Runs the program, or the tests of a fence that has some, to the end.</summary>
    public static async Task RunAsync(CSharpCompilation program)
    {
        using var image = new MemoryStream();
        program.Emit(image).Success.Should().BeTrue();
        var pasted = Assembly.Load(image.ToArray());
        if (pasted.EntryPoint is { } main)
        {
            // The entry point that the compiler makes waits for the program by blocking, so this thread is one of its own.
            await Task.Factory.StartNew(() => main.Invoke(null, [Array.Empty<string>()]), TaskCreationOptions.LongRunning);
            return;
        }

        var tests = pasted.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FactAttribute))).ToArray();
        tests.Should().NotBeEmpty("the fence says that it runs");
        foreach (var test in tests)
        {
            await (Task)test.Invoke(Activator.CreateInstance(test.DeclaringType!), null)!;
        }
    }
}
