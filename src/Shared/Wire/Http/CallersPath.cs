using System.Buffers;
using System.Globalization;
using System.Text;

namespace Shared.Wire.Http;

/// <summary>Checks a path that the caller wrote as a whole, so that the key goes nowhere but to the API. The messages never show the path, because its query may hold secrets.</summary>
internal static class CallersPath
{
    // RFC 3986: what a path and a query may hold unescaped. Neither '#' nor '\' is among it.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%");

    /// <exception cref="ArgumentException">The path could lead to another place, or can't be sent as it is.</exception>
    public static void Check(string path, string prefix, string parameter)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{parameter} must begin with {prefix}: the client adds the base address.", parameter);
        }

        if (path.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var place)
        {
            throw new ArgumentException($"{parameter} holds a character at index {place} that a path can't hold. Escape values with Uri.EscapeDataString; leave a fragment out.", parameter);
        }

        if (HalfEscape(path) is >= 0 and var escape)
        {
            throw new ArgumentException($"{parameter} holds a % at index {escape} that is not followed by two hexadecimal digits; write %25 for the character itself.", parameter);
        }

        var end = path.IndexOf('?', StringComparison.Ordinal);
        if (Leaves(end < 0 ? path : path[..end]))
        {
            throw new ArgumentException($"{parameter} has an empty segment, or the segment . or .., which could lead out of {prefix}.", parameter);
        }
    }

    private static int HalfEscape(string path)
    {
        for (var i = path.IndexOf('%', StringComparison.Ordinal); i >= 0; i = path.IndexOf('%', i + 1))
        {
            if (i + 2 >= path.Length || !char.IsAsciiHexDigit(path[i + 1]) || !char.IsAsciiHexDigit(path[i + 2]))
            {
                return i;
            }
        }

        return -1;
    }

    // Servers and proxies unescape before they resolve, and some do it twice.
    private static bool Leaves(string path)
    {
        if (path.Contains("//", StringComparison.Ordinal))
        {
            return true;
        }

        // Some servers cut off what follows a semicolon in a segment, its parameters, before they resolve.
        return Decode(path).Split('/', '\\').Any(segment => segment.Split(';')[0] is "." or "..");
    }

    /// <summary>Unescapes until nothing is left to unescape, in one pass: a character that comes out of an escape may complete another escape.</summary>
    private static string Decode(string path)
    {
        var decoded = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            decoded.Append(character);
            while (decoded is { Length: >= 3 } && decoded[^3] == '%' && char.IsAsciiHexDigit(decoded[^2]) && char.IsAsciiHexDigit(decoded[^1]))
            {
                // Bytes above 0x7F are parts of characters that mean nothing to a path.
                var meant = (char)byte.Parse([decoded[^2], decoded[^1]], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                decoded.Length -= 3;
                decoded.Append(meant);
            }
        }

        return decoded.ToString();
    }
}
