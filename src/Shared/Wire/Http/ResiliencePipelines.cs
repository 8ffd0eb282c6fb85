using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Shared.Wire.Http;

/// <summary>The client's only pipeline: a retry around a timeout for each attempt. The request says what is safe for both.</summary>
internal static class ResiliencePipelines
{
    public static readonly ResiliencePropertyKey<ApiCall> CallKey = new("wire.call");

    public static ResiliencePipeline<HttpResponseMessage> Create(WireSettings settings)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = settings.TimeProvider };
        if (settings.MaxRetries > 0)
        {
            builder.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = settings.MaxRetries,
                ShouldRetryAfterHeader = false,
                ShouldHandle = args => ValueTask.FromResult(ShouldRetry(args, settings)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    Backoff.Delay(args.AttemptNumber, settings.RetryDelay, RetryAfter.Of(args.Outcome.Result, settings.TimeProvider))),
            });
        }

        if (settings.ResponseTimeout != Timeout.InfiniteTimeSpan)
        {
            builder.AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(TimeoutOf(args.Context.Properties.GetValue(CallKey, null!))),
            });
        }

        return builder.Build();
    }

    // An attempt to upload has a deadline that moves with its progress.
    private static TimeSpan TimeoutOf(ApiCall call) => call.Request.Upload is null ? call.ResponseTimeout : Timeout.InfiniteTimeSpan;

    private static bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> args, WireSettings settings)
    {
        var request = args.Context.Properties.GetValue(CallKey, null!).Request;
        var rule = request.Retry;
        if (rule == RetryRule.Never || request.Upload is { File.CanBeSent: false })
        {
            return false;
        }

        if (args.Outcome.Result is { } response)
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

        return args.Outcome.Exception switch
        {
            { } failure when TransportFailure.IsRefusedByTls(failure) || OneTimeContent.WasSentTwice(failure) || UploadContent.CallersFailureIn(failure) is not null => false,
            HttpRequestException or TimeoutRejectedException => rule == RetryRule.IfTransient || TransportFailure.ProvesNothingArrived(args.Outcome.Exception),
            OperationCanceledException => !args.Context.CancellationToken.IsCancellationRequested && TransportFailure.IsConnectTimeout(args.Outcome.Exception),
            _ => false,
        };
    }
}
