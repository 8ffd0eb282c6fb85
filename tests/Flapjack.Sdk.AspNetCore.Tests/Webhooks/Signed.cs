using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>A webhook as a sender makes it.</summary>
internal sealed record Signed(byte[] Body, WebhookHeaders Headers)
{
    /// <summary>As the service documents it.</summary>
    public static Signed Plainly(string body, string secret) => Plainly(Encoding.UTF8.GetBytes(body), secret);

    public static Signed Plainly(byte[] body, string secret) => new(body, new() { Signature = WebhookSignature.Compute(body, secret) });

    /// <summary>In the form of Standard Webhooks.</summary>
    public static Signed Fully(string body, string id, DateTimeOffset at, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new(bytes, new()
        {
            Signature = WebhookSignature.Compute(bytes, secret),
            Id = id,
            Timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            StandardSignature = WebhookSignature.ComputeStandard(bytes, id, at, secret),
        });
    }

    public HttpRequestMessage ToRequest(HttpContent? content = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, WebhookApp.Route) { Content = content ?? new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in HeaderLines())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private IEnumerable<(string Name, string Value)> HeaderLines() => new (string Name, string? Value)[]
    {
        ("X-Flapjack-Signature", Headers.Signature),
        ("webhook-id", Headers.Id),
        ("webhook-timestamp", Headers.Timestamp),
        ("webhook-signature", Headers.StandardSignature),
    }.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!));
}
