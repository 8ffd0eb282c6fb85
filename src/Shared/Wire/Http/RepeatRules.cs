using System.Net;
using Polly.Timeout;

namespace Shared.Wire.Http;

/// <summary>Says whether an attempt that failed may be repeated. The request's own rule says what is safe.</summary>
internal static class RepeatRules
{
    /// <param name="call">The call.</param>
    /// <param name="response">What the attempt brought; null for nothing.</param>
    /// <param name="failure">Why it brought nothing.</param>
    /// <param name="settings">How often may be repeated, and how long a service may ask to wait.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public static bool MayRepeat(ApiCall call, HttpResponseMessage? response, Exception? failure, WireSettings settings, CancellationToken cancellationToken)
    {
        var rule = call.Request.Retry;
        return settings.MaxRetries > 0 && rule != RetryRule.Never && call.Request.Upload is not { File.CanBeSent: false } && !cancellationToken.IsCancellationRequested
            && (response is not null ? MayRepeat(response, rule, settings) : MayRepeat(failure!, rule));
    }

    /// <summary>Whether a request whose key was refused may be sent once more with another key, if there is one by now.</summary>
    public static bool MayRepeatWithAnotherKey(ApiCall call, WireSettings settings) =>
        settings.MaxRetries > 0 && !call.ChangedKey && call.Request is { Piped: null, Upload: null or { File.CanBeSent: true } };

    private static bool MayRepeat(HttpResponseMessage response, RetryRule rule, WireSettings settings)
    {
        var wait = RetryAfter.Of(response, settings.TimeProvider);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => rule != RetryRule.IfNotConnected && wait <= settings.MaxRetryAfter,
            HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                => rule == RetryRule.IfTransient && (wait is null || wait <= settings.MaxRetryAfter),
            _ => false,
        };
    }

    private static bool MayRepeat(Exception failure, RetryRule rule) => failure switch
    {
        _ when TransportFailure.IsRefusedByTls(failure) || OneTimeContent.WasSentTwice(failure) || UploadContent.CallersFailureIn(failure) is not null => false,
        HttpRequestException or TimeoutRejectedException => rule == RetryRule.IfTransient || TransportFailure.ProvesNothingArrived(failure),
        OperationCanceledException => TransportFailure.IsConnectTimeout(failure),
        _ => false,
    };
}
