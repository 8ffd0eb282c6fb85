using System.Security.Cryptography;
using Flapjack.Cli.Calls;

namespace Flapjack.Cli.Serving;

/// <summary>A key of a door of the local server.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsGiven">Whether the user gave it. Then it is not shown.</param>
internal sealed record ServerKey(string Key, bool IsGiven)
{
    public const string ComputerKeyVariable = "COMPUTER_API_KEY";

    private const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The key that the user gave; else the key that is kept in the data directory, which is made if it is missing; else a new key.</summary>
    /// <param name="given">The key that the user gave.</param>
    /// <param name="file">The file in the data directory; null without a data directory.</param>
    /// <param name="prefix">How a new key begins.</param>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static ServerKey Of(string? given, string? file, string prefix)
    {
        if (given is not null)
        {
            return new(given, IsGiven: true);
        }

        var made = prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return new(file is null ? made : Keep(file, made), IsGiven: false);
    }

    private static string Keep(string file, string made)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A local computer is made of Linux processes. On Windows run 'flapjack serve' inside WSL; the other commands run everywhere.");
        }

        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!, PrivateFolder);
            var draft = $"{file}.{Environment.ProcessId}";
            using (var stream = new FileStream(draft, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(made + "\n");
            }

            // If another server on this directory was faster, its key counts.
            try
            {
                File.Move(draft, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(draft);
            }
        }

        return TextFiles.ReadSecret(file);
    }
}
