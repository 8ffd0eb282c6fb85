using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The body of <c>POST …/computer/exec</c>, which says how long the command may run.</summary>
internal static class ExecBody
{
    // Linux takes an argument of at most 128 KiB, and the escapes of JSON can make it six times as long.
    private const int MaxBytes = 1024 * 1024;

    private const double LongestSeconds = 7 * 24 * 60 * 60;

    /// <summary>Reads how long the command may run, and leaves the body as it was; null if the body does not say.</summary>
    /// <exception cref="ProxyRefusal">The body is too large, did not arrive, or is not JSON.</exception>
    public static Task<TimeSpan?> ReadTimeoutAsync(HttpRequest request) => CollectedBody.ReadAsync(request, MaxBytes, TimeoutOf);

    // The service decides whether the value is allowed.
    private static TimeSpan? TimeoutOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("timeoutSec", out var timeout) && SecondsOf(timeout) is > 0 and var seconds
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds))
            : null;

    private static double SecondsOf(JsonElement timeout) => timeout.ValueKind switch
    {
        JsonValueKind.Number when timeout.TryGetDouble(out var seconds) => seconds,
        JsonValueKind.String when double.TryParse(timeout.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) => seconds,
        _ => 0,
    };
}
