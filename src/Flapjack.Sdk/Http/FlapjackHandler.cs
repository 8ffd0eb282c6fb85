using System.Diagnostics;
using System.Net;

namespace Flapjack.Sdk.Http;

/// <summary>The handler under every connection that is the client's own.</summary>
internal static class FlapjackHandler
{
    public static HttpClient CreateClient(FlapjackSettings settings) =>
        // One clock a call: the timeouts are those of the options.
        new(Create(settings.ConnectTimeout)) { Timeout = Timeout.InfiniteTimeSpan };

    public static SocketsHttpHandler Create(TimeSpan connectTimeout) => new()
    {
        // A redirected POST would run a command at an address that nobody chose.
        AllowAutoRedirect = false,
        UseCookies = false,
        // The handler would ask for gzip on streams too, whatever their Accept-Encoding says.
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Leaving a stream early closes its connection at once, instead of reading on for what is still to come.
        MaxResponseDrainSize = 0,
        // In a web app the baggage is what its caller sent.
        ActivityHeadersPropagator = new TraceparentOnly(DistributedContextPropagator.Current),
    };
}
