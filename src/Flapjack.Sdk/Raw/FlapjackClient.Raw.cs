using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    private const string RawPrefix = "/api/";

    /// <summary>Calls an endpoint that this version of the client does not know. The call has the same key, retries, errors and traces as every other call.</summary>
    /// <param name="method">The method. A GET, HEAD, OPTIONS, PUT or DELETE may be sent again after a transient failure; every other method only if the service did nothing.</param>
    /// <param name="path">
    /// The path, which begins with <c>/api/</c>, and its query: <c>/api/things?limit=5</c>. It is sent as it stands; escape the values in it with
    /// <see cref="Uri.EscapeDataString(string)"/>.
    /// </param>
    /// <param name="body">The JSON body, sent as it is; null for none.</param>
    /// <param name="cancellationToken">Ends the call; the service may have acted.</param>
    /// <returns>The answer. A stream of events is returned as text when it has ended.</returns>
    /// <exception cref="ArgumentException">
    /// The path is absolute, leaves <c>/api/</c>, has a fragment, or holds a character that must be escaped; or the method is CONNECT or TRACE.
    /// </exception>
    /// <remarks>A DELETE whose repeat finds nothing is a <see cref="FlapjackNotFoundException"/> here, with <see cref="FlapjackApiException.Attempts"/> above 1.</remarks>
    public virtual Task<FlapjackRawResponse> SendRawAsync(HttpMethod method, string path, JsonElement? body = null, CancellationToken cancellationToken = default)
    {
        var http = Http;
        ArgumentNullException.ThrowIfNull(method);
        if (method == HttpMethod.Connect || method == HttpMethod.Trace)
        {
            // TRACE would make the answer repeat the key.
            throw new ArgumentException($"{method} is no method of the API.", nameof(method));
        }

        var request = new ApiRequest(method, WirePath.OfCaller(path, RawPrefix), RuleOf(method)) { Body = body is { } json ? JsonBody.Of(json, nameof(body)) : null };
        return http.ObserveAsync(request, true, static (http, request, _, token) => SendRawAsync(http, request, token), cancellationToken);
    }

    private static async Task<FlapjackRawResponse> SendRawAsync(WireHttp http, ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = WireJson.WithoutMark(await WireHttp.BodyOf(request, response, cancellationToken).ConfigureAwait(false)).ToArray();
        return new()
        {
            StatusCode = response.StatusCode,
            Headers = Collect(response.Headers, response.Content.Headers),
            Json = WireJson.IsJson(body) ? WireJson.Parse(body) : null,
            Text = Encoding.UTF8.GetString(body),
        };
    }

    private static RetryRule RuleOf(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Put || method == HttpMethod.Delete
            ? RetryRule.IfTransient
            : RetryRule.IfNeverStarted;

    private static Dictionary<string, IReadOnlyList<string>> Collect(params HttpHeaders[] parts) =>
        parts.SelectMany(part => part).ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase);
}
