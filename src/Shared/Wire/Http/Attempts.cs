namespace Shared.Wire.Http;

/// <summary>
/// Runs the attempts of a call. Most calls need one, so the pipeline that repeats is made only when an attempt has failed for the first time: to make it
/// takes a third of the time in which a small program has its first answer.
/// </summary>
/// <param name="settings">How often, and after which pause, an attempt may be repeated.</param>
/// <param name="attempt">Makes one attempt.</param>
internal sealed class Attempts(WireSettings settings, Func<ApiCall, CancellationToken, Task<HttpResponseMessage>> attempt)
{
    private ResiliencePipelines? _pipeline;

    public async Task<HttpResponseMessage> RunAsync(ApiCall call, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        Exception? failure = null;
        try
        {
            response = await attempt(call, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || !RepeatRules.MayRepeat(call, response, null, settings, cancellationToken))
            {
                return response;
            }
        }
        catch (Exception e) when (RepeatRules.MayRepeat(call, null, e, settings, cancellationToken))
        {
            failure = e;
        }

        return await RepeatAsync(call, response, failure, cancellationToken).ConfigureAwait(false);
    }

    // A method of its own, so that the assemblies of the pipeline are loaded when it is called. Two calls may both make a pipeline; either will do.
    private Task<HttpResponseMessage> RepeatAsync(ApiCall call, HttpResponseMessage? response, Exception? failure, CancellationToken cancellationToken) =>
        LazyInitializer.EnsureInitialized(ref _pipeline, () => new(settings, attempt)).RepeatAsync(call, response, failure, cancellationToken);
}
