using System.Net;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Sends a call of a tool over HTTP, once, to public addresses only, and reads the answer. Redirections are not followed.</summary>
internal sealed class ToolSender : IDisposable
{
    /// <summary>How long a tool may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to.</param>
    /// <param name="time">The clock that calls are timed on.</param>
    public ToolSender(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, TimeProvider time)
    {
        _time = time;
        _client = WebhookPost.CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>Sends a call. Whatever goes wrong is an outcome, which names neither the address, because it may carry a token, nor what was sent.</summary>
    /// <param name="tool">The name of the tool.</param>
    /// <param name="create">Makes the request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ToolOutcome> SendAsync(string tool, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = create();
            request.Headers.Add("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? await ToolAnswer.ReadAsync(tool, response.Content, either.Token).ConfigureAwait(false)
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

    private static ToolOutcome NotCalled(string tool, string why) =>
        ToolOutcome.Error($"The tool {tool} {why}. It has done nothing. Go on without it, and tell the user.");

    private static ToolOutcome Failed(string tool, string how) =>
        ToolOutcome.Error($"The tool {tool} {how}. Nobody knows whether it has done anything. Go on without its answer, and tell the user.");

    private static string? WhyNotReached(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "could not be called: the host of its address could not be looked up",
        HttpRequestError.ConnectionError => "could not be connected to",
        HttpRequestError.SecureConnectionError => "could not be connected to securely",
        _ => null,
    };
}
