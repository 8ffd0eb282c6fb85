using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.Sdk;

/// <summary>
/// Version 1 of the Standard Webhooks signature: base64 of HMAC-SHA256 over <c>id.timestamp.body</c>. The time and the id are signed too, so a
/// recorded webhook is valid for minutes only, and can be told from a new one.
/// </summary>
internal static class StandardWebhook
{
    public const string SecretPrefix = "whsec_";

    private const string Version = "v1,";
    private const string Blanks = " \t\r\n";
    private const int LongestId = 256;

    // The last second that DateTimeOffset knows: year 9999.
    private const long LastSecond = 253_402_300_799;

    public static WebhookCheckResult Check(ReadOnlySpan<byte> rawBody, WebhookHeaders headers, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(headers.Id) || string.IsNullOrEmpty(headers.Timestamp) || string.IsNullOrEmpty(headers.StandardSignature))
        {
            return WebhookCheckResult.MissingHeader;
        }

        var received = ReadSignatures(headers.StandardSignature);
        if (!IsId(headers.Id) || received.Count == 0 || !TryReadTime(headers.Timestamp, out var signedAt))
        {
            return WebhookCheckResult.Malformed;
        }

        if (!AnyMatches(rawBody, headers.Id, headers.Timestamp, received, secrets))
        {
            return WebhookCheckResult.Mismatch;
        }

        // The time is checked only after the signature, because an unsigned timestamp proves nothing.
        return (now - signedAt).Duration() > WebhookSignature.Tolerance ? WebhookCheckResult.Stale : WebhookCheckResult.Valid;
    }

    public static string Sign(ReadOnlySpan<byte> rawBody, string id, DateTimeOffset timestamp, string secret)
    {
        if (!IsId(id))
        {
            throw new ArgumentException($"The id of a webhook must be 1 to {LongestId} visible ASCII characters.", nameof(id));
        }

        var hash = new byte[HMACSHA256.HashSizeInBytes];
        return TrySign(rawBody, id, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), secret, hash)
            ? Version + Convert.ToBase64String(hash)
            : throw new ArgumentException($"A secret of Standard Webhooks must be '{SecretPrefix}' and base64.", nameof(secret));
    }

    /// <summary>Whether a secret is only blanks, or has only padding behind its prefix: it was cut off, or never filled in.</summary>
    public static bool IsBlank(string secret)
    {
        var text = secret.AsSpan().Trim(Blanks);
        return text.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase) ? text[SecretPrefix.Length..].Trim(Blanks + "=").IsEmpty : text.IsEmpty;
    }

    /// <summary>Reads a time stamp: whole seconds since 1970.</summary>
    public static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond;
        time = isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    private static bool IsId(string id) => id.Length <= LongestId && id.All(c => c is > ' ' and < '\x7f');

    /// <summary>Only the signatures of version 1 are checked; a sender may add others.</summary>
    private static List<byte[]> ReadSignatures(string header)
    {
        var signatures = new List<byte[]>();
        foreach (var part in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var signature = new byte[HMACSHA256.HashSizeInBytes];
            if (part.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(part[Version.Length..], signature, out var length)
                && length == signature.Length)
            {
                signatures.Add(signature);
            }
        }

        return signatures;
    }

    private static bool AnyMatches(ReadOnlySpan<byte> rawBody, string id, string timestamp, List<byte[]> received, IReadOnlyList<string> secrets)
    {
        var expected = new byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            if (TrySign(rawBody, id, timestamp, secret, expected)
                && received.Exists(signature => CryptographicOperations.FixedTimeEquals(expected, signature)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TrySign(ReadOnlySpan<byte> rawBody, string id, string timestamp, string secret, Span<byte> hash)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var encoded = secret.AsSpan(SecretPrefix.Length);
        var key = new byte[encoded.Length];
        try
        {
            if (!Convert.TryFromBase64Chars(encoded, key, out var length) || length == 0)
            {
                return false;
            }

            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.AsSpan(0, length));
            hmac.AppendData(Encoding.ASCII.GetBytes($"{id}.{timestamp}."));
            hmac.AppendData(rawBody);
            hmac.GetHashAndReset(hash);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
