namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>Sends the check's request, and keeps the answer unchanged.</summary>
internal sealed class HealthProbe(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The answer; null if none came.</summary>
    public HealthAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
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
        response.Content = new ByteArrayContent(bytes ?? []) { Headers = { ContentType = contentType } };
        return response;
    }
}
