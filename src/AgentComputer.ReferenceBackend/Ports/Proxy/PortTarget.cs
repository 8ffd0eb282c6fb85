using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>What the program on the computer is asked for: the path without our prefix, and the query without our token.</summary>
internal static class PortTarget
{
    /// <summary>The path as the caller has written it, so that the program sees each escape as it came.</summary>
    public static string PathOf(HttpRequest request, string prefix)
    {
        var written = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = written.Split('?', 2)[0];
        // A path with steps upwards could lead out of our prefix, and a target may be a whole URL. The server has resolved both.
        if (!path.StartsWith($"{prefix}/", StringComparison.Ordinal) || HasSteps(path))
        {
            path = request.Path.ToUriComponent();
        }

        return path.Length > prefix.Length ? path[prefix.Length..] : "/";
    }

    /// <summary>The query as the caller has written it, without the token of a session.</summary>
    public static string QueryOf(HttpRequest request)
    {
        var query = request.QueryString.Value;
        if (string.IsNullOrEmpty(query) || !query.Contains(PortPass.QueryToken, StringComparison.OrdinalIgnoreCase) && !query.Contains('%', StringComparison.Ordinal))
        {
            return query ?? "";
        }

        var kept = query[1..].Split('&').Where(pair => !IsToken(pair)).ToArray();
        return kept.Length == 0 ? "" : $"?{string.Join('&', kept)}";
    }

    private static bool IsToken(string pair)
    {
        var parts = pair.Split('=', 2);
        return Unescape(parts[0]) == PortPass.QueryToken && parts.Length == 2 && PortPass.IsToken(Unescape(parts[1]));
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool HasSteps(string path) => path.Split('/').Any(segment => Uri.UnescapeDataString(segment) is "." or "..");
}
