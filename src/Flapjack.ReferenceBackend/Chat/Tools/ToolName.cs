using System.Security.Cryptography;
using System.Text;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>
/// Makes the names of tools whose origin is outside of this backend, such as <c>{slug}__{tool}</c>. A model accepts up to 64 ASCII letters, digits, underscores
/// and hyphens. A name that fits stays as it is. In every other name underscores replace the other characters, what is too long is cut, and a part of a hash
/// of the whole name is added. So the same tool has the same name in each turn, whatever tools there are besides, and two tools do not get one name.
/// </summary>
internal static class ToolName
{
    public const int MaxLength = 64;

    private const int HashLength = 8;

    // How much of the source a name that is too long keeps, so that enough of the tool's own name is left.
    private const int MaxSource = 20;

    /// <param name="source">Whose tool it is, for example the slug of an MCP server.</param>
    /// <param name="separator">What stands between the two.</param>
    /// <param name="name">The tool's own name.</param>
    public static string Of(string source, string separator, string name)
    {
        var whole = source + separator + name;
        var isLong = whole.Length > MaxLength;
        var start = isLong && source.Length > MaxSource ? source[..MaxSource] : source;
        var safe = string.Concat((start + separator + name).Select(c => IsAllowed(c) ? c : '_'));
        return safe == whole && !isLong ? whole : WithHash(safe, whole);
    }

    /// <summary>Another name for a tool whose name another tool has already.</summary>
    /// <param name="name">The name.</param>
    /// <param name="identity">What distinguishes the two tools.</param>
    public static string Another(string name, string identity) => WithHash(name, $"{name}\n{identity}");

    private static string WithHash(string name, string hashed)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashed)))[..HashLength];
        return $"{name[..Math.Min(name.Length, MaxLength - HashLength - 1)]}_{hash}";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
