using System.Text;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Texts of a model within a script of ours.</summary>
internal static class ShellText
{
    private const string Workspace = "/workspace";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text with U+FFFD in place of NUL, which no request to a model can carry.</summary>
    public static string Whole(string text) => text.Replace('\0', '\uFFFD');

    /// <summary>A path as a single word of a shell, whatever it holds. <c>~/</c> is the home directory.</summary>
    public static string PathOf(string path)
    {
        Check(path, "path");
        path = IsInWorkspace(path) ? path[Workspace.Length..].TrimStart('/') : path;
        return path == "~" ? "\"$HOME\""
            : path.StartsWith("~/", StringComparison.Ordinal) ? $"\"$HOME\"/{Quoted(path[2..])}"
            // A relative path must not begin with a dash, which would be an option, nor be a dash, which would be the standard input.
            : Quoted(path.StartsWith('/') ? path : $"./{path}");
    }

    /// <summary>The folder from which a script must start to find the path; null for any folder.</summary>
    public static string? StartOf(string path) => IsInWorkspace(path) ? Workspace : null;

    /// <exception cref="ToolRefusal">The text holds NUL or half a character, which can't be sent.</exception>
    public static void Check(string text, string name)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ToolRefusal($"{name} must not hold the character NUL. Nothing was done.");
        }

        BytesOf(text, name);
    }

    /// <summary>The text as UTF-8.</summary>
    /// <exception cref="ToolRefusal">The text holds half a character.</exception>
    public static byte[] BytesOf(string text, string name)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ToolRefusal($"{name} holds half a character (a lone surrogate). Nothing was done.");
        }
    }

    // Only the service knows where the workspace is: on the local backend it is another folder of the host, and a command may start in it by this name.
    private static bool IsInWorkspace(string path) => path == Workspace || path.StartsWith(Workspace + "/", StringComparison.Ordinal);

    // Within single quotes nothing is special to a shell but the single quote.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
