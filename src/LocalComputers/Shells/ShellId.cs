using System.Security.Cryptography;

namespace LocalComputers.Shells;

/// <summary>Makes the ids of shells that have no command yet.</summary>
internal static class ShellId
{
    /// <summary>An id that is as long as a command's, so that the command's id can take its place.</summary>
    public static string Like(string commandId) => RandomNumberGenerator.GetHexString(commandId.Length, lowercase: true);
}
