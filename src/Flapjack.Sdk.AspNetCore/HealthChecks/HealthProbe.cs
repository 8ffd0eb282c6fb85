using System.Net;
using System.Text;

namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>
/// Sends the check's request, and keeps the answer. If the answer proves the key, the client gets a success: the refusal that the check expects would
/// count as an error in the client's measurements.
/// </summary>
internal sealed class HealthProbe(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The answer; null if none came.</summary>
    public HealthAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        UnrecordedSpan.ExcludeCurrent(FlapjackDiagnostics.SourceName);
        var asked = request.RequestUri;
        request.Content = new ProbeContent();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var contentType = response.Content.Headers.ContentType;
        // A longer body is the page of another server. The rest of it is not read.
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = await BoundedBody.ReadAsync(body, MaxBytes, cancellationToken).ConfigureAwait(false);
        // A handler of the app may follow redirects, and then it changes the request.
        var answeredAt = response.RequestMessage?.RequestUri ?? asked;
        Answer = new((int)response.StatusCode, contentType?.MediaType, bytes) { RedirectedTo = answeredAt == asked ? null : answeredAt };
        if (Answer.ProvesTheKey)
        {
            response.StatusCode = HttpStatusCode.OK;
            response.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }
        else
        {
            response.Content = new ByteArrayContent(bytes ?? []) { Headers = { ContentType = contentType } };
        }

        return response;
    }
}
