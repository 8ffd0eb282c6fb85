using System.Security.Authentication;

namespace Shared.Wire.Http;

/// <summary>Tells what a failure below HTTP proves.</summary>
internal static class TransportFailure
{
    /// <summary>Whether no connection was made, so that no byte of the request left.</summary>
    public static bool ProvesNothingArrived(Exception exception) =>
        exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        };

    /// <summary>Whether TLS itself failed: a certificate or a protocol was refused. The next attempt would fail in the same way. A handshake that
    /// was cut is something else: its next attempt may succeed.</summary>
    public static bool IsRefusedByTls(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } && Causes(exception).Any(cause => cause is AuthenticationException);

    /// <summary>What failed, and the innermost cause if it says more: the outer exceptions often only refer to it.</summary>
    public static string Describe(Exception exception)
    {
        var (outer, inner) = (exception.Message.TrimEnd('.'), Causes(exception).Last().Message.TrimEnd('.'));
        return outer.Contains(inner, StringComparison.Ordinal) ? outer : $"{outer}: {inner}";
    }

    /// <summary>An exception and its inner exceptions, outermost first.</summary>
    public static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    /// <summary>
    /// Whether the handler gave up connecting: the exception is a cancellation that wraps a <see cref="TimeoutException"/>.
    /// <see cref="HttpClient.Timeout"/> does the same, but its timeout wraps a further cancellation.
    /// </summary>
    public static bool IsConnectTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException { InnerException: not OperationCanceledException } };

    public static bool IsHttpClientTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException { InnerException: OperationCanceledException } };
}
