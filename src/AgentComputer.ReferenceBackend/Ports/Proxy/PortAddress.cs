using AgentComputer.ReferenceBackend.Api;
using Microsoft.AspNetCore.Http;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>Which published port a request is addressed to, by its host name or by its path.</summary>
/// <param name="Computer">The computer's handle or id.</param>
/// <param name="Name">The port's name; null for the first port that the computer has published.</param>
/// <param name="Prefix">How the path begins before what the program on the computer gets; empty for a host name.</param>
internal sealed record PortAddress(string Computer, string? Name, string Prefix)
{
    private const string Domain = ".localhost";

    /// <summary>The computer's handle if the whole host name is one: a handle may hold what also separates a name from a handle.</summary>
    public string? WholeLabel { get; private init; }

    public bool IsByHost => Prefix.Length == 0;

    /// <summary>The address of a request; null if the request is not addressed to a port.</summary>
    public static PortAddress? Of(HttpRequest request) => OfHost(request.Host.Host) ?? OfPath(request.Path);

    /// <summary><c>{name}--{computer}.localhost</c>, or <c>{computer}.localhost</c>. A name holds no <c>--</c>, so the first separates it.</summary>
    private static PortAddress? OfHost(string host)
    {
        var label = host.EndsWith(Domain, StringComparison.OrdinalIgnoreCase) ? host[..^Domain.Length].ToLowerInvariant() : "";
        if (label.Length == 0 || label.Contains('.', StringComparison.Ordinal))
        {
            return null;
        }

        return label.IndexOf(PublicUrls.Separator, StringComparison.Ordinal) is > 0 and var end
            ? new(label[(end + PublicUrls.Separator.Length)..], label[..end], "") { WholeLabel = label }
            : new(label, null, "");
    }

    /// <summary><c>/p/{computer}/{name}/…</c>; an incomplete path is an address too, of a port that nobody finds.</summary>
    private static PortAddress? OfPath(PathString path)
    {
        if (!path.StartsWithSegments(PublicUrls.PathForm, StringComparison.Ordinal, out var rest))
        {
            return null;
        }

        var parts = rest.Value!.Split('/', 4);
        var (computer, name) = (parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
        return new(computer, name, $"{PublicUrls.PathForm}/{computer}/{name}");
    }
}
