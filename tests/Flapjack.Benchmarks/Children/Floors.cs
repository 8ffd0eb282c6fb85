using System.Diagnostics;

namespace Flapjack.Benchmarks.Children;

/// <summary>The programs that we are compared with. Those in C are compiled when they are first asked for, if the machine has a compiler.</summary>
internal sealed class Floors(string folder, CancellationToken cancellationToken)
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Floors");

    private readonly Dictionary<string, string?> _programs = [];

    /// <summary>Whether the machine has Node.</summary>
    public static bool HasNode { get; } = Find("node") is not null;

    /// <summary>Where the program is that a file of <c>Floors</c> makes; null without a compiler.</summary>
    public async Task<string?> CompileAsync(string name)
    {
        if (!_programs.TryGetValue(name, out var program))
        {
            _programs[name] = program = Find("cc") is { } compiler ? await CompileAsync(compiler, name) : null;
        }

        return program;
    }

    /// <summary>Runs one of the programs to its end, and returns the numbers that it prints.</summary>
    public async Task<double[]> RunAsync(string program, params string[] arguments)
    {
        await using var child = new Child(program, arguments, cancellationToken);
        return Numbers.Read(await child.ReadLineAsync());
    }

    /// <summary>Starts a program of Node.</summary>
    public Child StartNode(string script, params string[] arguments) => new("node", [Path.Combine(Sources, script), .. arguments], cancellationToken);

    private async Task<string> CompileAsync(string compiler, string name)
    {
        var program = Path.Combine(folder, name);
        using var process = Process.Start(new ProcessStartInfo(compiler, ["-O2", "-o", program, Path.Combine(Sources, $"{name}.c")]))!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? program : throw new InvalidOperationException($"{compiler} does not compile {name}.c.");
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}
