using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

/// <summary>Signs webhooks as the documents describe it, without the code of the SDK.</summary>
internal static class SignedWebhook
{
    /// <summary>Flapjack's own signature: the key is the whole secret.</summary>
    public static (string Name, string Value) Plain(string secret, string body) =>
        ("X-Flapjack-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));

    /// <summary>The headers of Standard Webhooks: the key is the base64 behind the prefix.</summary>
    public static (string Name, string Value)[] Standard(string secret, string body, string id, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}")));
        return [("webhook-id", id), ("webhook-timestamp", seconds), ("webhook-signature", "v1," + signature)];
    }
}
