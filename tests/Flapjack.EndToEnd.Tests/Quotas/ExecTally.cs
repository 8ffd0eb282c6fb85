using System.Net;

namespace Flapjack.EndToEnd.Tests.Quotas;

/// <summary>Counts what a backend is asked to run, and how often it says that it is too much, whatever becomes of the answer.</summary>
internal sealed class ExecTally
{
    private int _sent;
    private int _refused;

    public int Sent => _sent;

    public int Refused => _refused;

    /// <summary>A handler that counts, to be put over another one.</summary>
    public DelegatingHandler AsHandler() => new Handler(this);

    public DelegatingHandler Over(HttpMessageHandler inner) => new Handler(this) { InnerHandler = inner };

    private sealed class Handler(ExecTally tally) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/computer/exec", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref tally._sent);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Interlocked.Increment(ref tally._refused);
            }

            return response;
        }
    }
}
