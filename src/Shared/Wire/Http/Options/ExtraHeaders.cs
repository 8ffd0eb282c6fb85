using System.Collections.Frozen;
using System.Text;

namespace Shared.Wire.Http.Options;

/// <summary>Checks the headers that a caller adds to requests. No message shows a value, which may be a secret.</summary>
internal static class ExtraHeaders
{
    // Servers refuse a head of more than 16 to 32 KiB.
    private const int MaxValueLength = 8 * 1024;

    /// <summary>The headers that the client or its handler sets, and those that say how a message travels.</summary>
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "Authorization", "Host", "User-Agent", "Accept", "Accept-Encoding", "Cache-Control", "Idempotency-Key", "Last-Event-ID",
        "traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id",
        "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Authorization", "Proxy-Connection",
        // HttpRequestMessage takes these for headers of the content, although their names do not say so.
        "Allow", "Expires", "Last-Modified",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="headers">The headers of the caller.</param>
    /// <param name="dialect">How the names of the vendor's own headers begin.</param>
    /// <param name="option">The option's name, for messages.</param>
    /// <param name="faults">Where complaints are noted.</param>
    public static void Check(IEnumerable<KeyValuePair<string, string>> headers, WireDialect dialect, string option, OptionFaults faults)
    {
        foreach (var (name, value) in headers)
        {
            faults.Add(option, Complaint(name, value, dialect));
        }
    }

    private static string? Complaint(string name, string? value, WireDialect dialect) =>
        !IsToken(name) ? $"has the name {Quoted(name)}, which is no name of a header"
        : Reserved.Contains(name) || StartsWith(name, "Content-") || StartsWith(name, dialect.HeaderPrefix) ? $"can't hold {name}: {ReasonFor(name, dialect)}"
        : value is null || !HeaderText.CanCarry(value, MaxValueLength) ? $"holds {name} with a value that a header can't carry; it must be visible ASCII, with spaces only inside, and at most {MaxValueLength} characters"
        : null;

    private static string ReasonFor(string name, WireDialect dialect) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "the key is an option of the client"
        : name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase) ? "an idempotency key belongs to one request, and is an option of the methods that know one"
        : StartsWith(name, "Content-") ? "it belongs to the body, which the client writes"
        : $"{dialect.ClientName} or its connection sets it";

    private static bool StartsWith(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    // RFC 9110, 5.6.2.
    private static bool IsToken(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static string Quoted(string name) => $"'{new StringBuilder(name).Replace("\r", "\\r").Replace("\n", "\\n")}'";
}
