using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Text;

namespace LocalComputers.Computers.Exec;

/// <summary>A command to run: what, for how long at most, and where (null for the default).</summary>
/// <param name="Command">What <c>bash -lc</c> is given.</param>
/// <param name="Timeout">After this long it is killed.</param>
/// <param name="WorkingDir">As sent; null for the default.</param>
/// <param name="IdempotencyKey">A repeat of the same key is the same command; null for a command of its own.</param>
internal sealed record ExecRequest(string Command, TimeSpan Timeout, string? WorkingDir, string? IdempotencyKey)
{
    /// <summary>Variables that the command has besides those of its computer. They are no part of what a key stands for.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What a key stands for: another hash under the same key is another command.</summary>
    public byte[] BodyHash() => SHA256.HashData(Encoding.UTF8.GetBytes(
        // With the lengths in it, no text of one field can be taken for a part of the next field.
        $"{Command.Length}:{Command}{Timeout.TotalSeconds}:{WorkingDir?.Length ?? -1}:{WorkingDir}"));
}
