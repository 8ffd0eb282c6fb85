using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.Sdk;

/// <summary>
/// Signs and verifies the questions for keys of models: HMAC-SHA256 over <c>timestamp.nonce.body</c>, as hexadecimal text in the header
/// <c>X-Flapjack-Signature</c>. The key is the UTF-8 of the organization's signing secret.
/// </summary>
/// <remarks>
/// The service documents the three headers and that it signs with an HMAC, but not what it signs. This form is the reference backend's, so test against the
/// service before you rely on it there. Verify the bytes that came over the wire: JSON that has been parsed and written again no longer matches.
/// </remarks>
public static class CredentialSignature
{
    private const int HexLength = HMACSHA256.HashSizeInBytes * 2;
    private const int LongestNonce = 128;

    private static readonly SearchValues<char> NonceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>How old a signature may be, and how far in the future: five minutes.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Tells whether a question is genuine, and if not, why.</summary>
    /// <param name="rawBody">The request's body exactly as received; may be empty.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="secrets">The organization's signing secrets: one secret, or the old and the new secret during a rotation.</param>
    /// <param name="timeProvider">The clock that the timestamp is compared with; null for the system's.</param>
    /// <returns>
    /// <see cref="WebhookCheckResult.Valid"/>, or the reason why not; never <see cref="WebhookCheckResult.Duplicate"/> or
    /// <see cref="WebhookCheckResult.InProgress"/>. As long as its timestamp is within <see cref="Tolerance"/>, a recorded question is valid again: remember each
    /// nonce for twice that time, because the sender's clock may be ahead, and refuse it the second time, as the endpoint of <c>Flapjack.Sdk.AspNetCore</c> does.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no secret, or a secret is null, blank, or <c>whsec_</c> with nothing behind it. A missing secret is a mistake in the configuration, never a
    /// reason to trust a question.
    /// </exception>
    public static WebhookCheckResult Check(
        ReadOnlySpan<byte> rawBody, CredentialHeaders headers, IReadOnlyList<string> secrets, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(headers);
        WebhookSignature.RequireSecrets(secrets);
        if (string.IsNullOrEmpty(headers.Timestamp) || string.IsNullOrEmpty(headers.Nonce) || string.IsNullOrEmpty(headers.Signature))
        {
            return WebhookCheckResult.MissingHeader;
        }

        Span<byte> received = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!IsNonce(headers.Nonce)
            || !StandardWebhook.TryReadTime(headers.Timestamp, out var signedAt)
            || headers.Signature.Length != HexLength
            || Convert.FromHexString(headers.Signature, received, out _, out _) != OperationStatus.Done)
        {
            return WebhookCheckResult.Malformed;
        }

        if (!AnyMatches(rawBody, headers.Timestamp, headers.Nonce, received, secrets))
        {
            return WebhookCheckResult.Mismatch;
        }

        // The time is checked only after the signature, because an unsigned timestamp proves nothing.
        return ((timeProvider ?? TimeProvider.System).GetUtcNow() - signedAt).Duration() > Tolerance ? WebhookCheckResult.Stale : WebhookCheckResult.Valid;
    }

    /// <summary>Computes the signature of a question, for a sender or for the test of a receiver.</summary>
    /// <param name="rawBody">The request's body exactly as it will be sent; may be empty.</param>
    /// <param name="timestamp">When it is sent; <c>X-Flapjack-Timestamp</c> has it in whole seconds since 1970.</param>
    /// <param name="nonce">The value of <c>X-Flapjack-Nonce</c>: 1 to 128 letters, digits, <c>-</c> and <c>_</c>, another value for each question.</param>
    /// <param name="secret">The organization's signing secret; its UTF-8 bytes, prefix included, are the key.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">The nonce is not of that form, or the secret is null, blank, or <c>whsec_</c> with nothing behind it.</exception>
    public static string Compute(ReadOnlySpan<byte> rawBody, DateTimeOffset timestamp, string nonce, string secret)
    {
        ArgumentNullException.ThrowIfNull(nonce);
        WebhookSignature.RequireSecret(secret, nameof(secret));
        if (!IsNonce(nonce))
        {
            throw new ArgumentException($"A nonce must be 1 to {LongestNonce} letters, digits, hyphens and underscores.", nameof(nonce));
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(rawBody, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), nonce, secret, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static bool AnyMatches(ReadOnlySpan<byte> rawBody, string timestamp, string nonce, ReadOnlySpan<byte> received, IReadOnlyList<string> secrets)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            Sign(rawBody, timestamp, nonce, secret, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, received))
            {
                return true;
            }
        }

        return false;
    }

    private static void Sign(ReadOnlySpan<byte> rawBody, string timestamp, string nonce, string secret, Span<byte> hash)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        try
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(Encoding.ASCII.GetBytes($"{timestamp}.{nonce}."));
            hmac.AppendData(rawBody);
            hmac.GetHashAndReset(hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static bool IsNonce(string nonce) => nonce.Length is > 0 and <= LongestNonce && !nonce.AsSpan().ContainsAnyExcept(NonceCharacters);
}
