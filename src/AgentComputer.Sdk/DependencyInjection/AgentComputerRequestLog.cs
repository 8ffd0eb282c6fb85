using Microsoft.Extensions.Http.Logging;
using Microsoft.Extensions.Logging;
using Shared.Wire.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Logs requests in place of the factory's own loggers, which would log whole paths: the path of a share holds the token of the share. Headers and
/// queries are never logged.
/// </summary>
internal sealed partial class AgentComputerRequestLog(ILogger logger) : IHttpClientLogger
{
    public object? LogRequestStart(HttpRequestMessage request)
    {
        LogStart(request.Method, AddressOf(request));
        return null;
    }

    public void LogRequestStop(object? context, HttpRequestMessage request, HttpResponseMessage response, TimeSpan elapsed) =>
        LogStop(request.Method, AddressOf(request), (int)response.StatusCode, elapsed.TotalMilliseconds);

    public void LogRequestFailed(object? context, HttpRequestMessage request, HttpResponseMessage? response, Exception exception, TimeSpan elapsed) =>
        LogFailure(request.Method, AddressOf(request), exception.GetType().Name, elapsed.TotalMilliseconds);

    private static string AddressOf(HttpRequestMessage request)
    {
        var server = request.RequestUri?.GetLeftPart(UriPartial.Authority);
        return request.Options.TryGetValue(RequestMessageBuilder.ShownPath, out var shown) ? server + shown : server + request.RequestUri?.AbsolutePath;
    }

    // The ids and levels of the factory's own loggers.
    [LoggerMessage(100, LogLevel.Information, "Sending HTTP request {Method} {Address}")]
    private partial void LogStart(HttpMethod method, string address);

    [LoggerMessage(101, LogLevel.Information, "Received HTTP response of {Method} {Address} after {ElapsedMilliseconds} ms: {Status}")]
    private partial void LogStop(HttpMethod method, string address, int status, double elapsedMilliseconds);

    [LoggerMessage(102, LogLevel.Information, "HTTP request {Method} {Address} failed after {ElapsedMilliseconds} ms: {Failure}")]
    private partial void LogFailure(HttpMethod method, string address, string failure, double elapsedMilliseconds);
}
