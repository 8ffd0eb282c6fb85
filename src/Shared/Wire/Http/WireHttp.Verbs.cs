using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace Shared.Wire.Http;

/// <summary>
/// The verbs, with which a method of a resource is one expression. Each verb has a retry rule that is safe for it, and uses the dialect's error
/// table; an argument overrides either.
/// </summary>
internal sealed partial class WireHttp
{
    public Task<T> GetAsync<T>(
        WirePath path, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfTransient) =>
        SendAsync(new(HttpMethod.Get, path, retry) { Errors = errors }, answer, cancellationToken);

    /// <summary>Sends a GET without the key.</summary>
    public Task<T> GetWithoutKeyAsync<T>(WirePath path, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null) =>
        SendAsync(new(HttpMethod.Get, path, RetryRule.IfTransient) { Errors = errors, WithoutKey = true }, answer, cancellationToken);

    /// <param name="path">Where to send it.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="answer">The type of the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="errors">What a refusal means; null for the dialect's table.</param>
    /// <param name="retry">When it may be sent again. A POST may start or create something, so by default only if the service did nothing.</param>
    /// <param name="idempotencyKey">The value of <c>Idempotency-Key</c>; null for none.</param>
    public Task<T> PostAsync<T>(
        WirePath path,
        JsonBody? body,
        JsonTypeInfo<T> answer,
        CancellationToken cancellationToken,
        ErrorTable? errors = null,
        RetryRule retry = RetryRule.IfNeverStarted,
        string? idempotencyKey = null) =>
        SendAsync(
            new(HttpMethod.Post, path, retry) { Errors = errors, Body = body, IdempotencyKey = idempotencyKey },
            answer,
            cancellationToken);

    /// <summary>
    /// Sends a form with a file, which is streamed. The response timeout counts from the last byte that left. The upload is sent again only if the
    /// service did nothing, and only if the file can be read again.
    /// </summary>
    public Task<T> UploadAsync<T>(WirePath path, MultipartBody form, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null) =>
        SendAsync(new(HttpMethod.Post, path, RetryRule.IfNeverStarted) { Errors = errors, Upload = form }, answer, cancellationToken);

    /// <summary>Sends a POST whose answer has no documented body. Every successful answer counts, whatever its body is.</summary>
    public async Task PostAsync(
        WirePath path, JsonBody? body, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfNeverStarted)
    {
        using var _ = await SendAsync(new(HttpMethod.Post, path, retry) { Errors = errors, Body = body }, cancellationToken).ConfigureAwait(false);
    }

    public Task<T> PutAsync<T>(
        WirePath path, JsonBody body, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfTransient) =>
        SendAsync(new(HttpMethod.Put, path, retry) { Errors = errors, Body = body }, answer, cancellationToken);

    /// <summary>By default a PATCH is sent again only if the service did nothing: a repeat could undo what somebody else has changed in between.</summary>
    public Task<T> PatchAsync<T>(
        WirePath path, JsonBody body, JsonTypeInfo<T> answer, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfNeverStarted) =>
        SendAsync(new(HttpMethod.Patch, path, retry) { Errors = errors, Body = body }, answer, cancellationToken);

    /// <summary>Deletes something. Every successful answer counts, whatever its body is, because the service's documentation is not consistent about the body.</summary>
    /// <param name="path">What to delete, or what to delete something from.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="errors">What a refusal means; null for the dialect's table.</param>
    /// <param name="retry">When it may be sent again.</param>
    /// <param name="body">Names what is deleted, where the path does not; null for no body.</param>
    public async Task DeleteAsync(
        WirePath path, CancellationToken cancellationToken, ErrorTable? errors = null, RetryRule retry = RetryRule.IfTransient, JsonBody? body = null)
    {
        try
        {
            using var _ = await SendAsync(new(HttpMethod.Delete, path, retry) { Errors = errors, Body = body }, cancellationToken).ConfigureAwait(false);
        }
        catch (WireApiException e) when (e.StatusCode == HttpStatusCode.NotFound && e.Attempts > 1)
        {
            // An earlier attempt deleted it, and only its answer was lost.
        }
    }

    /// <summary>Deletes something, and reads the answer.</summary>
    /// <param name="path">What to delete.</param>
    /// <param name="answer">The type of the answer.</param>
    /// <param name="gone">Makes the answer if a repeat finds nothing: an earlier attempt deleted it, and its answer was lost.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="errors">What a refusal means; null for the dialect's table.</param>
    public async Task<T> DeleteAsync<T>(WirePath path, JsonTypeInfo<T> answer, Func<T> gone, CancellationToken cancellationToken, ErrorTable? errors = null)
    {
        try
        {
            return await SendAsync(new(HttpMethod.Delete, path, RetryRule.IfTransient) { Errors = errors }, answer, cancellationToken).ConfigureAwait(false);
        }
        catch (WireApiException e) when (e.StatusCode == HttpStatusCode.NotFound && e.Attempts > 1)
        {
            return gone();
        }
    }
}
