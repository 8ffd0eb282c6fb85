using System.Text;
using LocalComputers.Processes;
using LocalComputers.Telemetry;

namespace LocalComputers.Shells;

/// <summary>The text that <c>bash -lc</c> is given.</summary>
internal static class ShellCommand
{
    /// <summary>Linux takes no single argument longer than this; the NUL that ends it is the 131,072nd byte.</summary>
    public const int MaxBytes = 131_071;

    private const string Program = "/bin/bash";

    public static bool Fits(string command) => Encoding.UTF8.GetByteCount(command) <= MaxBytes;

    /// <summary>A word that the shell reads as exactly this text.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>The arguments of the shell before the command, its name first. With <c>--</c> a command that begins with a dash is not taken for options.</summary>
    public static IReadOnlyList<string> BeforeCommand { get; } = [Program, "-lc", "--"];

    /// <summary>The start of the shell that runs a command, without what its login adds.</summary>
    public static ProcessStart StartOf(ShellStart start, HostNames names) => new()
    {
        FileName = Program,
        Arguments = [.. BeforeCommand.Skip(1), start.Command],
        WorkingDirectory = start.WorkingDirectory,
        // The mark is not the first variable, so that a NUL stands before it (see WaitingShell).
        Environment = EnvironmentOf(start, names),
    };

    private static Dictionary<string, string> EnvironmentOf(ShellStart start, HostNames names)
    {
        var environment = new Dictionary<string, string>(start.Environment) { [names.CommandMarker] = start.Id };
        var (parent, state) = start.TraceVariables;
        if (parent.Length > 0)
        {
            environment[TracePlace.ParentVariable] = parent;
        }

        if (state.Length > 0)
        {
            environment[TracePlace.StateVariable] = state;
        }

        return environment;
    }
}
