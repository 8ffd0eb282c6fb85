using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Http;

/// <summary>
/// The verbs, with which a method of a resource is one expression. Each verb has a retry rule that is safe for it, and uses the dialect's error
/// table; an argument overrides either. Each verb is told the public method that calls it, which names the span of the call.
/// </summary>
internal sealed partial class WireHttp
{
    public Task<T> GetAsync<T>(
        WirePath path, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfTransient,
        [CallerMemberName] string method = "") =>
        SendAsync(new(HttpMethod.Get, path, retry) { Errors = errors }, answer, cancellationToken, method);

    /// <summary>Sends a GET without the key.</summary>
    public Task<T> GetWithoutKeyAsync<T>(WirePath path, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, [CallerMemberName] string method = "") =>
        SendAsync(new(HttpMethod.Get, path, RetryRule.IfTransient) { Errors = errors, WithoutKey = true }, answer, cancellationToken, method);

    /// <param name="path">Where to send it.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="answer">The type of the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="errors">What a refusal means; null for the dialect's table.</param>
    /// <param name="retry">When it may be sent again. A POST may start or create something, so by default only if the service did nothing.</param>
    /// <param name="idempotencyKey">The value of <c>Idempotency-Key</c>; null for none.</param>
    /// <param name="method">The public method.</param>
    public Task<T> PostAsync<T>(
        WirePath path,
        JsonBody? body,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken,
        ErrorTable? errors = null,
        RetryRule retry = RetryRule.IfNeverStarted,
        string? idempotencyKey = null,
        [CallerMemberName] string method = "") =>
        SendAsync(
            new(HttpMethod.Post, path, retry) { Errors = errors, Body = body, IdempotencyKey = idempotencyKey },
            answer,
            cancellationToken,
            method);

    /// <summary>
    /// Sends a form with a file, which is streamed. The response timeout counts from the last byte that left. The upload is sent again only if the
    /// service did nothing, and only if the file can be read again.
    /// </summary>
    public Task<T> UploadAsync<T>(WirePath path, MultipartBody form, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null,
        [CallerMemberName] string method = "") =>
        SendAsync(new(HttpMethod.Post, path, RetryRule.IfNeverStarted) { Errors = errors, Upload = form }, answer, cancellationToken, method);

    /// <summary>Sends a POST whose answer has no documented body. Every successful answer counts, whatever its body is.</summary>
    public Task PostAsync(
        WirePath path, JsonBody? body, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfNeverStarted,
        [CallerMemberName] string method = "") =>
        DoAsync(new(HttpMethod.Post, path, retry) { Errors = errors, Body = body }, cancellationToken, method);

    public Task<T> PutAsync<T>(
        WirePath path, JsonBody body, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfTransient,
        [CallerMemberName] string method = "") =>
        SendAsync(new(HttpMethod.Put, path, retry) { Errors = errors, Body = body }, answer, cancellationToken, method);

    /// <summary>By default a PATCH is sent again only if the service did nothing: a repeat could undo what somebody else has changed in between.</summary>
    public Task<T> PatchAsync<T>(
        WirePath path, JsonBody body, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfNeverStarted,
        [CallerMemberName] string method = "") =>
        SendAsync(new(HttpMethod.Patch, path, retry) { Errors = errors, Body = body }, answer, cancellationToken, method);

    /// <summary>Deletes something. Every successful answer counts, whatever its body is, because the service's documentation is not consistent about the body.</summary>
    /// <param name="path">What to delete, or what to delete something from.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="errors">What a refusal means; null for the dialect's table.</param>
    /// <param name="retry">When it may be sent again.</param>
    /// <param name="body">Names what is deleted, where the path does not; null for no body.</param>
    /// <param name="method">The public method.</param>
    public Task DeleteAsync(
        WirePath path, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfTransient, JsonBody? body = null,
        [CallerMemberName] string method = "") =>
        ObserveAsync(
            new(HttpMethod.Delete, path, retry) { Errors = errors, Body = body },
            true,
            static async (http, request, done, token) =>
            {
                try
                {
                    using var _ = await http.SendAsync(request, token).ConfigureAwait(false);
                }
                catch (WireApiException e) when (WasDeletedBefore(e))
                {
                }

                return done;
            },
            cancellationToken,
            method);

    /// <summary>Deletes something, and reads the answer.</summary>
    /// <param name="path">What to delete.</param>
    /// <param name="answer">The type of the answer.</param>
    /// <param name="gone">Makes the answer if a repeat finds nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="errors">What a refusal means; null for the dialect's table.</param>
    /// <param name="method">The public method.</param>
    public Task<T> DeleteAsync<T>(
        WirePath path, JsonTypeInfo<T> answer, Func<T> gone, CancellationToken cancellationToken, ErrorTable? errors = null, [CallerMemberName] string method = "") =>
        ObserveAsync(
            new(HttpMethod.Delete, path, RetryRule.IfTransient) { Errors = errors },
            (answer, gone),
            static async (http, request, given, token) =>
            {
                try
                {
                    return await http.ReadAsync(request, given.answer, token).ConfigureAwait(false);
                }
                catch (WireApiException e) when (WasDeletedBefore(e))
                {
                    return given.gone();
                }
            },
            cancellationToken,
            method);

    // A repeat found nothing: an earlier attempt deleted the thing, and only its answer was lost.
    private static bool WasDeletedBefore(WireApiException e) => e.StatusCode == HttpStatusCode.NotFound && e.Attempts > 1;
}
