using System.Runtime.CompilerServices;
using Shared.Wire.Diagnostics;

namespace Shared.Wire.Http;

/// <summary>A call of a public method has one trace, however many requests it sends. Nothing is made if nobody looks.</summary>
internal sealed partial class WireHttp
{
    /// <summary>How the calls of this client are observed.</summary>
    public CallObserver Observer { get; }

    /// <summary>Runs a logical call.</summary>
    /// <param name="request">The request of the call; of several, the one that tells what the call is about.</param>
    /// <param name="given">What the call needs besides the request.</param>
    /// <param name="send">Sends the request, which then knows its trace.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="method">The public method.</param>
    public Task<T> ObserveAsync<T, TGiven>(
        ApiRequest request,
        TGiven given,
        Func<WireHttp, ApiRequest, TGiven, CancellationToken, Task<T>> send,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "") =>
        Observer.IsNeeded && request.Trace is null ? ObservedAsync(request, given, send, method, cancellationToken) : send(this, request, given, cancellationToken);

    /// <summary>Sends a request. Every successful answer counts, whatever its body is.</summary>
    public Task DoAsync(ApiRequest request, CancellationToken cancellationToken, [CallerMemberName] string method = "") => ObserveAsync(
        request,
        true,
        static async (http, request, done, token) =>
        {
            using var _ = await http.SendAsync(request, token).ConfigureAwait(false);
            return done;
        },
        cancellationToken,
        method);

    /// <summary>Begins the trace of a call. Call it in an asynchronous method, because the span becomes the current one.</summary>
    /// <param name="method">The public method.</param>
    /// <param name="request">The request of the call.</param>
    public CallTrace Begin(string method, ApiRequest request) => Observer.Begin(method, request.Acts, () => TagsOf(request));

    private async Task<T> ObservedAsync<T, TGiven>(
        ApiRequest request, TGiven given, Func<WireHttp, ApiRequest, TGiven, CancellationToken, Task<T>> send, string method, CancellationToken cancellationToken)
    {
        var trace = Begin(method, request);
        try
        {
            var answer = await send(this, request with { Trace = trace }, given, cancellationToken).ConfigureAwait(false);
            trace.End();
            return answer;
        }
        catch (Exception e)
        {
            trace.Throws(e, cancellationToken);
            throw;
        }
    }

    // The path itself is not told: it may hold a secret, and its ids are told by themselves.
    private IEnumerable<KeyValuePair<string, object?>> TagsOf(ApiRequest request)
    {
        yield return new(TelemetryNames.Method, request.Method.Method);
        yield return new(TelemetryNames.ServerAddress, Settings.BaseAddress.Host);
        yield return new(TelemetryNames.ServerPort, Settings.BaseAddress.Port);
        if (request.Path.Template is { } template)
        {
            yield return new(TelemetryNames.Template, template);
        }

        foreach (var (name, value) in request.Path.Values)
        {
            if (Observer.Telemetry.Names.OfId(name) is { } id)
            {
                yield return new(id, Settings.Redaction.Of(value));
            }
        }
    }
}
