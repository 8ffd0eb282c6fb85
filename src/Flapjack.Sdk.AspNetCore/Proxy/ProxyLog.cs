using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>What the proxy tells the app's log, since it doesn't tell the browser.</summary>
internal sealed partial class ProxyLog(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Flapjack.Sdk.AspNetCore.Proxy");

    [LoggerMessage(LogLevel.Error, "Flapjack refused this app's API key or its rights: {Method} {Path} was answered {Status}. {Said}")]
    public partial void KeyRefused(string method, string path, int status, string said);

    [LoggerMessage(LogLevel.Error, "Flapjack redirects {Method} {Path} ({Status}), which is not followed; is the base address right?")]
    public partial void Redirected(string method, string path, int status);

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} did not get its answer from Flapjack: {Error}. {Cause}")]
    public partial void Failed(string method, string path, string error, string cause);

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: Flapjack's answer broke off in the middle, and so did ours. {Cause}")]
    public partial void BrokeOff(string method, string path, string cause);

    [LoggerMessage(LogLevel.Debug, "{Method} {Path} ended early: the caller has left, or nothing came for {IdleTimeout} ({Error}).")]
    public partial void EndedEarly(string method, string path, string error, TimeSpan idleTimeout);

    [LoggerMessage(LogLevel.Debug, "{Method} {Path}: the caller left, or the app's own time limit ended the request, before there was an answer ({Error}).")]
    public partial void CallerLeft(string method, string path, string error);

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was refused as the request of another site, before the hook was asked. {Complaint} Behind a reverse proxy that ends TLS the app needs UseForwardedHeaders.")]
    public partial void CrossSite(string method, string path, string complaint);
}
