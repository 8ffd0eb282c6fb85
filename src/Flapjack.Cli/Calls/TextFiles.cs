using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Calls;

/// <summary>Files that the command line names.</summary>
internal static class TextFiles
{
    /// <summary>The name that stands for the standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>A secret that stands alone in a file; a line break behind it does not belong to it.</summary>
    /// <exception cref="ToolException">The file can't be read, or is empty.</exception>
    public static string ReadSecret(string path)
    {
        var secret = Read(path, File.ReadAllText).Trim();
        return secret.Length > 0 ? secret : throw ToolException.Usage($"The file '{Paper.Plain(path)}' is empty, and should hold a key.");
    }

    /// <exception cref="ToolException">The file can't be read.</exception>
    public static string[] ReadLines(string path) => Read(path, File.ReadAllLines);

    /// <summary>All bytes of a file, or of the standard input.</summary>
    /// <exception cref="ToolException">The file can't be read.</exception>
    public static async Task<byte[]> ReadAsync(string path, CliTerminal terminal)
    {
        if (path != StandardInput)
        {
            return Read(path, File.ReadAllBytes);
        }

        using var all = new MemoryStream();
        await terminal.Input.CopyToAsync(all, terminal.Interruption.Token).ConfigureAwait(false);
        return all.ToArray();
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw ToolException.Usage($"The file '{Paper.Plain(path)}' can't be read: {e.Message}");
        }
    }
}
