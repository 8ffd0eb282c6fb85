using System.Buffers;
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

    // "v1," and 44 characters of base64.
    private const int ShortestSignature = 47;
    private const int SignaturesOnStack = 8;
    private const int SecretCharactersOnStack = 256;
    private const int LongestCopy = 64 * 1024;

    // The last second that DateTimeOffset knows: year 9999.
    private const long LastSecond = 253_402_300_799;

    public static WebhookCheckResult Check(ReadOnlySpan<byte> rawBody, WebhookHeaders headers, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(headers.Id) || string.IsNullOrEmpty(headers.Timestamp) || string.IsNullOrEmpty(headers.StandardSignature))
        {
            return WebhookCheckResult.MissingHeader;
        }

        // A header of usual length is read without an allocation.
        var most = (headers.StandardSignature.Length / ShortestSignature) + 1;
        var signatures = most <= SignaturesOnStack ? stackalloc byte[SignaturesOnStack * HMACSHA256.HashSizeInBytes] : new byte[most * HMACSHA256.HashSizeInBytes];
        signatures = signatures[..ReadSignatures(headers.StandardSignature, signatures)];
        if (!IsId(headers.Id) || signatures.IsEmpty || !TryReadTime(headers.Timestamp, out var signedAt))
        {
            return WebhookCheckResult.Malformed;
        }

        if (!AnyMatches(rawBody, headers.Id, headers.Timestamp, signatures, secrets))
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

    private static bool IsId(string id) => id.Length <= LongestId && !id.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Reads the signatures of version 1, one behind the other; a sender may add others. Returns how many bytes they have.</summary>
    private static int ReadSignatures(ReadOnlySpan<char> header, Span<byte> signatures)
    {
        var length = 0;
        foreach (var range in header.Split(' '))
        {
            var part = header[range];
            if (part.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(part[Version.Length..], signatures.Slice(length, HMACSHA256.HashSizeInBytes), out var read)
                && read == HMACSHA256.HashSizeInBytes)
            {
                length += read;
            }
        }

        return length;
    }

    private static bool AnyMatches(ReadOnlySpan<byte> rawBody, string id, string timestamp, ReadOnlySpan<byte> signatures, IReadOnlyList<string> secrets)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var i = 0; i < secrets.Count; i++)
        {
            if (TrySign(rawBody, id, timestamp, secrets[i], expected) && IsAmong(signatures, expected))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAmong(ReadOnlySpan<byte> signatures, ReadOnlySpan<byte> expected)
    {
        for (; !signatures.IsEmpty; signatures = signatures[expected.Length..])
        {
            if (CryptographicOperations.FixedTimeEquals(expected, signatures[..expected.Length]))
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
        var key = encoded.Length <= SecretCharactersOnStack ? stackalloc byte[SecretCharactersOnStack] : new byte[encoded.Length];
        try
        {
            if (!Convert.TryFromBase64Chars(encoded, key, out var length) || length == 0)
            {
                return false;
            }

            Sign(rawBody, id, timestamp, key[..length], hash);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void Sign(ReadOnlySpan<byte> rawBody, string id, string timestamp, ReadOnlySpan<byte> key, Span<byte> hash)
    {
        // Both are ASCII. One call hashes what stands in one piece without an allocation; a large body is hashed where it is.
        var prefixLength = id.Length + timestamp.Length + 2;
        var length = prefixLength + (rawBody.Length <= LongestCopy ? rawBody.Length : 0);
        var message = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encoding.ASCII.GetBytes(id, message);
            message[id.Length] = (byte)'.';
            Encoding.ASCII.GetBytes(timestamp, message.AsSpan(id.Length + 1));
            message[prefixLength - 1] = (byte)'.';
            if (rawBody.Length <= LongestCopy)
            {
                rawBody.CopyTo(message.AsSpan(prefixLength));
                HMACSHA256.HashData(key, message.AsSpan(0, length), hash);
                return;
            }

            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(message.AsSpan(0, prefixLength));
            hmac.AppendData(rawBody);
            hmac.GetHashAndReset(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }
}
