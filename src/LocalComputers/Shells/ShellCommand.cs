using System.Text;

namespace LocalComputers.Shells;

/// <summary>The text that <c>bash -lc</c> is given.</summary>
internal static class ShellCommand
{
    /// <summary>Linux takes no single argument longer than this; the NUL that ends it is the 131,072nd byte.</summary>
    public const int MaxBytes = 131_071;

    public static bool Fits(string command) => Encoding.UTF8.GetByteCount(command) <= MaxBytes;

    /// <summary>A word that the shell reads as exactly this text.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
