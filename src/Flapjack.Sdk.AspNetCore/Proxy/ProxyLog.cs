using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>What the proxy tells the app's log, since it doesn't tell the browser. The ids of the events are 21 to 29.</summary>
internal sealed partial class ProxyLog(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Flapjack.Sdk.AspNetCore.Proxy");

    [LoggerMessage(21, LogLevel.Error, "Flapjack refused this app's API key or its rights: {Method} {Path} was answered {Status}. {Said}")]
    public partial void KeyRefused(string method, string path, int status, string said);

    [LoggerMessage(22, LogLevel.Error, "Flapjack answered {Method} {Path} with a redirect ({Status}), which is not followed; is the base address right?")]
    public partial void Redirected(string method, string path, int status);

    [LoggerMessage(23, LogLevel.Error, "{Method} {Path} was answered {Status}, which is no answer to this request; is the base address right?")]
    public partial void OddStatus(string method, string path, int status);

    [LoggerMessage(24, LogLevel.Warning, "{Method} {Path} did not get its answer from Flapjack: {Error}. {Cause}")]
    public partial void Failed(string method, string path, string error, string cause);

    [LoggerMessage(25, LogLevel.Warning, "{Method} {Path}: Flapjack's answer broke off in the middle, and so did ours. {Cause}")]
    public partial void BrokeOff(string method, string path, string cause);

    [LoggerMessage(26, LogLevel.Debug, "{Method} {Path} ended early: the caller has left, or nothing came for {IdleTimeout} ({Error}).")]
    public partial void EndedEarly(string method, string path, string error, TimeSpan idleTimeout);

    [LoggerMessage(27, LogLevel.Debug, "{Method} {Path}: the caller left, or the app's own time limit ended the request, before there was an answer ({Error}).")]
    public partial void CallerLeft(string method, string path, string error);

    [LoggerMessage(28, LogLevel.Warning, "{Method} {Path} was refused as the request of another site, before the hook was asked. {Complaint} Behind a reverse proxy that ends TLS the app needs UseForwardedHeaders.")]
    public partial void CrossSite(string method, string path, string complaint);

    [LoggerMessage(29, LogLevel.Error, "{Method} {Path} could not be sent on: middleware or the hook has read the request's body. Code that reads it must call Request.EnableBuffering() first, and set Request.Body.Position to 0 afterwards.")]
    public partial void BodyConsumed(string method, string path);
}
