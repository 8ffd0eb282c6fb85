using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Flapjack.Sdk;

/// <summary>Signs and verifies webhooks: HMAC-SHA256 over the raw body, as hexadecimal text in the header <c>X-Flapjack-Signature</c>.</summary>
/// <remarks>
/// Verify the bytes that came over the wire: JSON that has been parsed and written again no longer matches.
/// That signature carries neither a time nor an id, so a recorded webhook verifies for ever. If the sender also signs in the form of Standard
/// Webhooks, as the reference backend does, <see cref="Check"/> insists on that form.
/// </remarks>
public static partial class WebhookSignature
{
    private const int HexLength = HMACSHA256.HashSizeInBytes * 2;
    private const int SecretBytesOnStack = 256;

    /// <summary>Tells whether a webhook was signed with a secret. The comparison takes the same time wherever the signatures differ.</summary>
    /// <param name="rawBody">The request's body exactly as received; may be empty.</param>
    /// <param name="signature">
    /// The value of <c>X-Flapjack-Signature</c>: 64 hexadecimal digits, upper or lower case, without a prefix.
    /// Null, or anything else, does not verify.
    /// </param>
    /// <param name="secret">The organization's signing secret; its UTF-8 bytes, prefix included, are the key.</param>
    /// <returns>True when the signature belongs to this body and this secret.</returns>
    /// <exception cref="ArgumentException">
    /// The secret is null, blank, or <c>whsec_</c> with nothing behind it. A missing secret is a mistake in the configuration, never a reason to trust a webhook.
    /// </exception>
    public static bool Verify(ReadOnlySpan<byte> rawBody, string? signature, string secret)
    {
        RequireSecret(secret, nameof(secret));

        Span<byte> received = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return TryReadHex(signature, received) && Verify(rawBody, received, secret);
    }

    /// <summary>Computes the signature of a webhook, for a sender or for the test of a receiver.</summary>
    /// <param name="rawBody">The request's body exactly as it will be sent; may be empty.</param>
    /// <param name="secret">The organization's signing secret; its UTF-8 bytes, prefix included, are the key.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">The secret is null, blank, or <c>whsec_</c> with nothing behind it.</exception>
    public static string Compute(ReadOnlySpan<byte> rawBody, string secret)
    {
        RequireSecret(secret, nameof(secret));

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(rawBody, secret, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static bool Verify(ReadOnlySpan<byte> rawBody, ReadOnlySpan<byte> received, string secret)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(rawBody, secret, expected);
        return CryptographicOperations.FixedTimeEquals(expected, received);
    }

    private static bool TryReadHex(string? signature, Span<byte> hash) =>
        signature is { Length: HexLength }
        && Convert.FromHexString(signature, hash, out _, out _) == OperationStatus.Done;

    private static void Sign(ReadOnlySpan<byte> rawBody, string secret, Span<byte> hash)
    {
        var length = Encoding.UTF8.GetByteCount(secret);
        var rented = length > SecretBytesOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var key = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        try
        {
            Encoding.UTF8.GetBytes(secret, key);
            HMACSHA256.HashData(key, rawBody, hash);
        }
        finally
        {
            // The next user of the buffer or of the stack must not find the secret there.
            CryptographicOperations.ZeroMemory(key);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
