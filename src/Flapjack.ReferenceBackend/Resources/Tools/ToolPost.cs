using System.Net;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>
/// Calls custom tools: posts a call once, signed as webhooks are, and reads the answer. The service does not document how it signs, so a receiver of ours
/// need not fit to the service.
/// </summary>
internal sealed class ToolPost : IDisposable
{
    /// <summary>How long a tool may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly SignedRequest _signed;
    private readonly TimeProvider _time;

    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to.</param>
    /// <param name="signsStandard">Whether there is a signature of Standard Webhooks beside the documented one.</param>
    /// <param name="time">The clock that calls are timed on.</param>
    public ToolPost(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, bool signsStandard, TimeProvider time)
    {
        _signed = new(signsStandard);
        _time = time;
        _client = WebhookPost.CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>Posts a call. Whatever goes wrong is an outcome, which names neither the tool's address, because it may carry a token, nor what was signed.</summary>
    public async Task<ToolOutcome> SendAsync(ToolDocument tool, byte[] body, string secret, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(tool, body, secret);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? await ToolAnswer.ReadAsync(tool.Name, response.Content, either.Token).ConfigureAwait(false)
                : Failed(tool, $"answered with the HTTP status {(int)response.StatusCode}");
        }
        catch (HttpRequestException failure) when (failure.InnerException is WebhookAddressRefusedException)
        {
            return NotCalled(tool, "was not called, because its address is not on the public internet");
        }
        catch (HttpRequestException failure) when (WhyNotReached(failure.HttpRequestError) is { } why)
        {
            return NotCalled(tool, why);
        }
        catch (UriFormatException)
        {
            // Some hosts can't be converted to the form in which they are looked up.
            return NotCalled(tool, "was not called, because its address is not valid");
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.InvalidResponse)
        {
            return Failed(tool, "answered with what is not HTTP");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Failed(tool, "broke the connection before it had answered");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(tool, limit.IsCancellationRequested ? $"did not answer within {Limit.TotalSeconds} s" : "was not called to its end, because the backend is closing");
        }
    }

    public void Dispose() => _client.Dispose();

    private static ToolOutcome NotCalled(ToolDocument tool, string why) =>
        ToolOutcome.Error($"The tool {tool.Name} {why}. It has done nothing. Go on without it, and tell the user.");

    private static ToolOutcome Failed(ToolDocument tool, string how) =>
        ToolOutcome.Error($"The tool {tool.Name} {how}. Nobody knows whether it has done anything. Go on without its answer, and tell the user.");

    private static string? WhyNotReached(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "could not be called: the host of its address could not be looked up",
        HttpRequestError.ConnectionError => "could not be connected to",
        HttpRequestError.SecureConnectionError => "could not be connected to securely",
        _ => null,
    };

    private HttpRequestMessage CreateRequest(ToolDocument tool, byte[] body, string secret)
    {
        var now = _time.GetUtcNow();
        var request = _signed.Create(new(tool.Url!), body, secret, Guid.CreateVersion7(now).ToString(), now);
        request.Headers.Add("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
        return request;
    }
}
