using System.Buffers;

namespace Flapjack.Cli.Execs;

/// <summary>Makes the command line of a shell from the arguments behind <c>--</c>.</summary>
internal static class ShellWords
{
    // A word of these characters means itself in every shell and at every place.
    private static readonly SearchValues<char> Harmless = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+,-");

    private static readonly string[] Keywords =
        ["if", "then", "else", "elif", "fi", "case", "esac", "for", "select", "while", "until", "do", "done", "in", "function", "time", "coproc"];

    /// <summary>
    /// One argument is a command line, which the shell of the computer reads as it stands: <c>'npm test | tee log'</c>. Several arguments are a program and
    /// its arguments, which arrive exactly as they are here.
    /// </summary>
    /// <param name="arguments">At least one.</param>
    public static string CommandLineOf(IReadOnlyList<string> arguments) => arguments is [var line] ? line : string.Join(' ', arguments.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Harmless) && !Keywords.Contains(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
