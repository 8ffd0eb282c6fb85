using System.Security.Cryptography;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>The secrets that the webhooks of triggers are signed with. They are stored encrypted, and shown once.</summary>
/// <param name="cipher">Encrypts them.</param>
/// <param name="clock">The clock that the times of signatures are compared with.</param>
/// <param name="logger">Told of secrets that can't be decrypted.</param>
internal sealed class TriggerSecrets(SecretCipher cipher, TimeProvider clock, ILogger logger)
{
    private const string Purpose = "runner_triggers.secret";

    // Stands in for the secret of a trigger that does not exist, so that the answer takes as long as that for a wrong signature.
    private readonly Lazy<string> _decoy = new(() => cipher.Protect(Purpose, Make()), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Makes a secret.</summary>
    public static string Make() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>A secret as it is stored.</summary>
    public string Protect(string secret) => cipher.Protect(Purpose, secret);

    /// <summary>Whether a webhook was signed with the secret of its trigger. An unknown trigger takes as long as a wrong signature.</summary>
    /// <param name="trigger">The trigger; null if there is none.</param>
    /// <param name="body">The body as it was received.</param>
    /// <param name="headers">The headers.</param>
    public bool HasSigned(StoredTrigger? trigger, ReadOnlySpan<byte> body, WebhookHeaders headers)
    {
        try
        {
            var secret = cipher.Unprotect(Purpose, trigger?.EncryptedSecret ?? _decoy.Value);
            return WebhookSignature.Check(body, headers, [secret], clock) == WebhookCheckResult.Valid && trigger?.EncryptedSecret is not null;
        }
        catch (Refusal unreadable) when (trigger is not null)
        {
            logger.TriggerSecretUnreadable(unreadable, trigger.Id);
            return false;
        }
    }
}
