using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Decides whether a URL may receive webhooks. It must be a public https URL, so that no caller can make the backend send requests
/// into its own network. <see cref="WebhookConnector"/> checks again at each connection, because names can resolve to other addresses later.
/// </summary>
internal sealed class WebhookUrlPolicy(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    bool allowLoopback,
    TimeProvider time)
{
    private const int LongestUrl = 2_048;
    private const int LongestName = 253;
    private const string NoName = "The host of webhookUrl is not a valid DNS name.";

    private static readonly TimeSpan LookUpLimit = TimeSpan.FromSeconds(1);
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>A sentence for the caller that says what is wrong with a URL; null if the URL may be used.</summary>
    /// <remarks>A name that can't be looked up, or not within a second, is accepted: its DNS may simply not be set up yet.</remarks>
    public async Task<string?> RefuseAsync(string url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Length > LongestUrl)
        {
            return $"webhookUrl is longer than {LongestUrl} characters.";
        }

        if (!TryRead(url, out var uri))
        {
            return "webhookUrl must be an absolute https URL, without spaces or backslashes.";
        }

        if (HasUserInfo(url))
        {
            return "webhookUrl must not carry a user name or password.";
        }

        if (HostOf(uri) is not { } host)
        {
            return NoName;
        }

        if (uri.Port == 0)
        {
            return "webhookUrl names port 0, to which nothing can connect.";
        }

        if (allowLoopback && IsLoopback(host) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
        {
            return null;
        }

        return RefuseNamed(uri, host) ?? await RefuseResolvedAsync(host, cancellationToken).ConfigureAwait(false);
    }

    private static bool TryRead(string url, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        return !url.Any(DividesParsers)
            && url.Contains("://", StringComparison.Ordinal)
            && Uri.TryCreate(url, UriKind.Absolute, out uri);
    }

    // The connection goes to IdnHost, so IdnHost is checked: a host in unusual characters can become an address only there. Some hosts can't be
    // converted at all, and Uri throws only when IdnHost is read.
    private static string? HostOf(Uri uri)
    {
        try
        {
            // One dot at the end means the root of all names. Several dots at the end mean empty labels.
            var host = uri.IdnHost;
            return host.EndsWith('.') ? host[..^1] : host;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    // One parser drops such a character, and another takes it as the end of the host.
    private static bool DividesParsers(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || c == '\\';

    // This is read from the text, because Uri does not distinguish an empty user name from no user name.
    private static bool HasUserInfo(string url)
    {
        var authority = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }

    private static string? RefuseNamed(Uri uri, string host)
    {
        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            return "webhookUrl must start with https://.";
        }

        if (IsLiteral(host))
        {
            return "webhookUrl must name its host, not give an IP address.";
        }

        if (IsLocalhost(host))
        {
            return "webhookUrl must be reachable from the internet; localhost is not.";
        }

        return host.Length > LongestName || Uri.CheckHostName(host) != UriHostNameType.Dns || !host.Split('.').All(DnsLabel.IsValid)
            ? NoName
            : null;
    }

    private async Task<string?> RefuseResolvedAsync(string host, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LookUpLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The look-up of the system can't be interrupted, so it runs on unobserved.
            var addresses = await resolve(host, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            return addresses.All(PublicAddress.IsPublic)
                ? null
                : $"The host of webhookUrl, '{host}', resolves to an address that is not public.";
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsLoopback(string host) =>
        IsLocalhost(host) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    // No top-level domain is a number. A host that ends in a number, in any digits, is an address to some parser, even if not to this one.
    private static bool IsLiteral(string host)
    {
        var last = DnsLabel.WithAsciiDigits(host[(host.LastIndexOf('.') + 1)..]).AsSpan();
        var isHex = last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !last[2..].ContainsAnyExcept(HexDigits);
        return isHex || !last.ContainsAnyExceptInRange('0', '9') || IPAddress.TryParse(host, out _);
    }
}
