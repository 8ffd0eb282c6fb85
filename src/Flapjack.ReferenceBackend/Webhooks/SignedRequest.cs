using System.Globalization;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Makes the signed POSTs that the backend sends to receivers.</summary>
/// <param name="signsStandard">Whether there is a signature of Standard Webhooks beside the documented one.</param>
internal sealed class SignedRequest(bool signsStandard)
{
    /// <param name="url">The receiver.</param>
    /// <param name="body">JSON.</param>
    /// <param name="secret">What it is signed with.</param>
    /// <param name="id">What the receiver knows a repeat by.</param>
    /// <param name="now">The time of this attempt.</param>
    public HttpRequestMessage Create(Uri url, byte[] body, string secret, string id, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new PostedContent(body) };
        request.Headers.Add("User-Agent", "Flapjack-ReferenceBackend");
        request.Headers.Add(WebhookHeaders.SignatureName, WebhookSignature.Compute(body, secret));
        if (signsStandard)
        {
            request.Headers.Add(WebhookHeaders.IdName, id);
            request.Headers.Add(WebhookHeaders.TimestampName, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookHeaders.StandardSignatureName, WebhookSignature.ComputeStandard(body, id, now, secret));
        }

        return request;
    }
}
