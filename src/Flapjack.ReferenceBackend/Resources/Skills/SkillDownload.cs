using System.Net;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Reads skills from public addresses of https, if <see cref="SkillSourceOptions.AllowUrls"/> is on.</summary>
internal sealed class SkillDownload : IDisposable
{
    /// <summary>How long an address may take to send all of the content.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly bool _isAllowed;
    private readonly bool _allowLoopback;
    private readonly TimeProvider _clock;

    /// <param name="isAllowed">Whether addresses are read at all.</param>
    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to, also over http.</param>
    /// <param name="clock">The clock of the limit.</param>
    public SkillDownload(bool isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, TimeProvider clock)
    {
        (_isAllowed, _allowLoopback, _clock) = (isAllowed, allowLoopback, clock);
        _client = WebhookPost.CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>Reads an address. What goes wrong is a sentence without the address, because the address may carry a token.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<SkillReading> ReadAsync(string source, Uri address, CancellationToken cancellationToken)
    {
        if (!_isAllowed)
        {
            return SkillReading.Failed($"{SkillReader.NoContent} and it reads no sources over the network, unless its option SkillSources.AllowUrls is on.");
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(_allowLoopback && address.IsLoopback))
        {
            return SkillReading.Failed("The address of the skill must begin with https://.");
        }

        using var limit = new CancellationTokenSource(Limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return FaultOf(response) is { } fault ? SkillReading.Failed(fault) : SkillReading.Of(source, await BytesAsync(source, response.Content, either.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return SkillReading.Failed(limit.IsCancellationRequested ? $"The address of the skill did not send its content within {Limit.TotalSeconds} seconds." : Describe(e));
        }
    }

    public void Dispose() => _client.Dispose();

    private static string? FaultOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 300 and < 400 and var status => $"The address of the skill answered with the status {status}, a redirection. Give the address that it redirects to.",
        not 200 and var status => $"The address of the skill answered with the status {status}.",
        _ => response.Content.Headers.ContentType?.MediaType is "text/html"
            ? "The address of the skill answers with a web page. Give the address of the file itself."
            : null,
    };

    private static async Task<byte[]> BytesAsync(string source, HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        // One byte more than is allowed tells that the content is too large, without reading all of it.
        var bytes = new byte[SkillReading.LimitOf(source) + 1];
        return bytes[..await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)];
    }

    private static string Describe(Exception failure) => failure switch
    {
        HttpRequestException { InnerException: WebhookAddressRefusedException } => "The address of the skill is not on the public internet, so this backend did not connect to it.",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "The host of the skill's address could not be looked up.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The address of the skill could not be connected to securely.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "The address of the skill could not be connected to.",
        UriFormatException => "The address of the skill is not valid.",
        _ => "The connection broke before the address of the skill had sent its content.",
    };
}
