namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>Lets the check's request through, and keeps what came back as it came.</summary>
internal sealed class HealthProbe(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>What was answered; null for nothing.</summary>
    public HealthAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri;
        request.Content = new ProbeContent();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var contentType = response.Content.Headers.ContentType;
        // More than that is a stranger's page. It is closed unread.
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = await BoundedBody.ReadAsync(body, MaxBytes, cancellationToken).ConfigureAwait(false);
        // A handler of the app's own may follow redirects, and changes the request then.
        var answeredAt = response.RequestMessage?.RequestUri ?? asked;
        Answer = new((int)response.StatusCode, contentType?.MediaType, bytes) { RedirectedTo = answeredAt == asked ? null : answeredAt };
        response.Content = new ByteArrayContent(bytes ?? []) { Headers = { ContentType = contentType } };
        return response;
    }
}
