using System.Globalization;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Shared.Wire.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>The client's only pipeline: it repeats an attempt that failed, after a pause. <see cref="RepeatRules"/> say what may be repeated.</summary>
internal sealed class ResiliencePipelines
{
    private static readonly ResiliencePropertyKey<ApiCall> CallKey = new("wire.call");

    private readonly Func<ApiCall, CancellationToken, Task<HttpResponseMessage>> _attempt;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public ResiliencePipelines(WireSettings settings, Func<ApiCall, CancellationToken, Task<HttpResponseMessage>> attempt)
    {
        _attempt = attempt;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = settings.TimeProvider }
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = settings.MaxRetries,
                ShouldRetryAfterHeader = false,
                ShouldHandle = args => ValueTask.FromResult(RepeatRules.MayRepeat(
                    args.Context.Properties.GetValue(CallKey, null!), args.Outcome.Result, args.Outcome.Exception, settings, args.Context.CancellationToken)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    Backoff.Delay(args.AttemptNumber, settings.RetryDelay, RetryAfter.Of(args.Outcome.Result, settings.TimeProvider))),
                OnRetry = args =>
                {
                    args.Context.Properties.GetValue(CallKey, null!).Request.Trace?.Retries(ReasonOf(args.Outcome), args.RetryDelay);
                    return default;
                },
            })
            .Build();
    }

    private static string ReasonOf(Outcome<HttpResponseMessage> attempt) => attempt switch
    {
        { Result.StatusCode: var status } => ((int)status).ToString(CultureInfo.InvariantCulture),
        { Exception: HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } } => TelemetryNames.SnakeCase($"{error}"),
        _ => attempt.Exception?.GetType().Name ?? "",
    };

    /// <summary>Goes on behind the first attempt, which has failed in a way that may be repeated.</summary>
    /// <param name="call">The call.</param>
    /// <param name="response">What the first attempt brought; null for nothing.</param>
    /// <param name="failure">Why it brought nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HttpResponseMessage> RepeatAsync(ApiCall call, HttpResponseMessage? response, Exception? failure, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, call);
        // The pipeline counts and judges the first attempt as if it had made it.
        Outcome<HttpResponseMessage>? first = failure is null ? Outcome.FromResult(response!) : Outcome.FromException<HttpResponseMessage>(failure);
        try
        {
            var last = await _pipeline.ExecuteOutcomeAsync(AttemptAsync, context, call).ConfigureAwait(false);
            last.ThrowIfException();
            return last.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        async ValueTask<Outcome<HttpResponseMessage>> AttemptAsync(ResilienceContext attempt, ApiCall of)
        {
            if (first is { } made)
            {
                first = null;
                return made;
            }

            try
            {
                return Outcome.FromResult(await _attempt(of, attempt.CancellationToken).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                return Outcome.FromException<HttpResponseMessage>(e);
            }
        }
    }
}
