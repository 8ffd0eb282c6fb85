using System.Collections.Frozen;

namespace Shared.Wire.Http;

/// <summary>The additions to the wire that a server has announced.</summary>
internal sealed class ServerExtensions
{
    private static readonly ServerExtensions None = new("", []);

    private readonly string _header;
    private readonly FrozenSet<string> _names;

    private ServerExtensions(string header, IEnumerable<string> names) => (_header, _names) = (header, names.ToFrozenSet(StringComparer.Ordinal));

    public bool Contains(string name) => _names.Contains(name);

    /// <summary>What is known after a response. If nothing changed, the same object is returned.</summary>
    /// <param name="response">What came from the server.</param>
    /// <param name="headerName">The header in which a server announces its additions.</param>
    /// <param name="known">What was known before; null for nothing.</param>
    public static ServerExtensions? Of(HttpResponseMessage response, string headerName, ServerExtensions? known)
    {
        if (response.Headers.TryGetValues(headerName, out var values))
        {
            var header = string.Join(',', values);
            return known?._header == header ? known : new(header, header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        // An error without the header may come from a proxy, which says nothing about the server behind it.
        return response.IsSuccessStatusCode ? None : known;
    }
}
