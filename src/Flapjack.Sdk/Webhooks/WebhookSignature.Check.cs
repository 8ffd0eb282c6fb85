using System.Security.Cryptography;

namespace Flapjack.Sdk;

public static partial class WebhookSignature
{
    /// <summary>How old a signature of Standard Webhooks may be, and how far in the future: five minutes.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Tells whether a webhook is genuine, and if not, why. The headers of Standard Webhooks decide if there is any of them, otherwise
    /// <c>X-Flapjack-Signature</c>.
    /// </summary>
    /// <param name="rawBody">The request's body exactly as received; may be empty.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="secrets">
    /// The organization's signing secrets: one secret, or the old and the new secret during a rotation. <c>X-Flapjack-Signature</c> uses the UTF-8
    /// bytes of the whole string as the key, and Standard Webhooks the base64 after <c>whsec_</c>; a secret of another form verifies no signature of
    /// Standard Webhooks.
    /// </param>
    /// <param name="timeProvider">The clock that timestamps are compared with; null for the system's.</param>
    /// <returns>
    /// <see cref="WebhookCheckResult.Valid"/>, or the reason why not; never <see cref="WebhookCheckResult.Duplicate"/> or
    /// <see cref="WebhookCheckResult.InProgress"/>, which only <see cref="CheckAsync"/> can tell.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no secret, or a secret is null, blank, or <c>whsec_</c> with nothing behind it. A missing secret is a mistake in the configuration,
    /// never a reason to trust a webhook.
    /// </exception>
    public static WebhookCheckResult Check(
        ReadOnlySpan<byte> rawBody, WebhookHeaders headers, IReadOnlyList<string> secrets, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(headers);
        RequireSecrets(secrets);
        return headers.AreStandard
            ? StandardWebhook.Check(rawBody, headers, secrets, (timeProvider ?? TimeProvider.System).GetUtcNow())
            : CheckPlain(rawBody, headers.Signature, secrets);
    }

    /// <summary>
    /// The same, and tells whether the webhook was handled before. A webhook without an id is never a duplicate, and the service documents no id, so
    /// the handler may be called twice.
    /// </summary>
    /// <param name="rawBody">The request's body exactly as received; may be empty.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="secrets">The organization's signing secrets, as for <see cref="Check"/>.</param>
    /// <param name="deduplicator">
    /// Remembers the ids. If the result is <see cref="WebhookCheckResult.Valid"/> and <see cref="WebhookHeaders.Id"/> is not null, handle the
    /// webhook, and then complete the id, or abandon it if the handling failed.
    /// </param>
    /// <param name="timeProvider">The clock that timestamps are compared with; null for the system's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see cref="WebhookCheckResult.Valid"/>, or the reason why not.</returns>
    /// <exception cref="ArgumentException">There is no secret, or a secret is null, blank, or <c>whsec_</c> with nothing behind it.</exception>
    public static async ValueTask<WebhookCheckResult> CheckAsync(
        ReadOnlyMemory<byte> rawBody,
        WebhookHeaders headers,
        IReadOnlyList<string> secrets,
        IWebhookDeduplicator deduplicator,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deduplicator);
        var result = Check(rawBody.Span, headers, secrets, timeProvider);
        if (result != WebhookCheckResult.Valid || headers.Id is null)
        {
            return result;
        }

        return await deduplicator.BeginAsync(headers.Id, cancellationToken).ConfigureAwait(false) switch
        {
            WebhookIdState.Begun => WebhookCheckResult.Valid,
            WebhookIdState.Completed => WebhookCheckResult.Duplicate,
            _ => WebhookCheckResult.InProgress,
        };
    }

    /// <summary>Computes a signature of Standard Webhooks, for a sender or for the test of a receiver.</summary>
    /// <param name="rawBody">The request's body exactly as it will be sent; may be empty.</param>
    /// <param name="id">The value of <c>webhook-id</c>: 1 to 256 visible ASCII characters, the same at every attempt.</param>
    /// <param name="timestamp">The time of this attempt, sent as <c>webhook-timestamp</c> in whole seconds since 1970.</param>
    /// <param name="secret">The organization's signing secret: <c>whsec_</c> and base64.</param>
    /// <returns>The value of <c>webhook-signature</c>: <c>v1,</c> and base64.</returns>
    /// <exception cref="ArgumentException">The id or the secret is not of that form.</exception>
    public static string ComputeStandard(ReadOnlySpan<byte> rawBody, string id, DateTimeOffset timestamp, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        RequireSecret(secret, nameof(secret));
        return StandardWebhook.Sign(rawBody, id, timestamp, secret);
    }

    private static WebhookCheckResult CheckPlain(ReadOnlySpan<byte> rawBody, string? signature, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrEmpty(signature))
        {
            return WebhookCheckResult.MissingHeader;
        }

        Span<byte> received = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryReadHex(signature, received))
        {
            return WebhookCheckResult.Malformed;
        }

        // An enumerator of the interface would be an allocation.
        for (var i = 0; i < secrets.Count; i++)
        {
            if (Verify(rawBody, received, secrets[i]))
            {
                return WebhookCheckResult.Valid;
            }
        }

        return WebhookCheckResult.Mismatch;
    }

    internal static void RequireSecrets(IReadOnlyList<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (secrets.Count == 0)
        {
            throw new ArgumentException("There is no webhook secret: no webhook can be verified. Configure it from the organization's settings.", nameof(secrets));
        }

        for (var i = 0; i < secrets.Count; i++)
        {
            RequireSecret(secrets[i], nameof(secrets));
        }
    }

    // Everybody can sign with an empty secret, and with the prefix that all secrets have.
    internal static void RequireSecret(string? secret, string parameter)
    {
        if (secret is null)
        {
            throw new ArgumentNullException(parameter, "The webhook secret is missing. Configure it from the organization's settings.");
        }

        if (StandardWebhook.IsBlank(secret))
        {
            throw new ArgumentException(
                $"The webhook secret is empty, or nothing stands behind its prefix '{StandardWebhook.SecretPrefix}'. Configure it from the organization's settings.", parameter);
        }
    }
}
