namespace Flapjack.Sdk.Http;

/// <summary>Tells what a failure below HTTP proves.</summary>
internal static class TransportFailure
{
    /// <summary>Whether no connection came about, so that not a byte of the request left.</summary>
    public static bool ProvesNothingArrived(Exception exception) =>
        exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        };

    /// <summary>
    /// Whether the handler gave up connecting. It says so by a cancellation that wraps a <see cref="TimeoutException"/>;
    /// so does <see cref="HttpClient.Timeout"/>, but that one wraps a further cancellation.
    /// </summary>
    public static bool IsConnectTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException { InnerException: not OperationCanceledException } };

    public static bool IsHttpClientTimeout(Exception exception) =>
        exception is OperationCanceledException { InnerException: TimeoutException { InnerException: OperationCanceledException } };
}
