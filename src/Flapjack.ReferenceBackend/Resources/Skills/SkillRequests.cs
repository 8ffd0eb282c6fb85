using System.Net;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Sends the calls of operations, each once, to public addresses only, and tells the agent how that went. Redirections are not followed.</summary>
internal sealed class SkillRequests : IDisposable
{
    /// <summary>How long an operation may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly TimeProvider _clock;

    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to.</param>
    /// <param name="clock">The clock that calls are timed on.</param>
    public SkillRequests(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, TimeProvider clock)
    {
        _clock = clock;
        _client = WebhookPost.CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>Sends a call. Whatever goes wrong is an outcome, which names neither the address nor the credential.</summary>
    /// <param name="tool">The name of the tool.</param>
    /// <param name="request">The request, which is disposed of here.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ToolOutcome> SendAsync(string tool, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var _ = request;
        using var limit = new CancellationTokenSource(Limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var headers = SignedPost.HeadersOf(response);
            return ToolAnswer.Of(tool, response.IsSuccessStatusCode
                ? await PostAnswer.ReadAsync(headers, response.Content, ToolAnswer.MaxBytes, either.Token).ConfigureAwait(false)
                : headers);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && PostFailure.Explain(failure, IsBegun(request, failure), limit.IsCancellationRequested ? Limit : null) is { } result)
        {
            return ToolAnswer.Of(tool, result);
        }
    }

    public void Dispose() => _client.Dispose();

    // Only a body tells whether it was sent. Without one, everything but a connection that was not made may have reached the server.
    private static bool IsBegun(HttpRequestMessage request, Exception failure) => request.Content is PostedContent content ? content.IsBegun
        : failure is not (UriFormatException or HttpRequestException { InnerException: WebhookAddressRefusedException } or HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
        });
}
