namespace Flapjack.Sdk.AspNetCore;

/// <summary>How webhooks are received. The options are read again for each webhook, so that a change of the configuration takes effect without a restart.</summary>
public sealed class FlapjackWebhookOptions
{
    /// <summary>The environment variable read when <see cref="Secrets"/> is empty.</summary>
    public const string SecretVariable = "FLAPJACK_WEBHOOK_SECRET";

    /// <summary>
    /// The organization's signing secrets: one secret, or the old and the new secret during a rotation. If there is none, the secret comes from the
    /// environment variable <c>FLAPJACK_WEBHOOK_SECRET</c>. Without any secret the host does not start.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>How large the body of a webhook may be, in bytes; 1 KiB to 16 MiB, default 64 KiB. A larger body is answered 413.</summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Whether a webhook without the headers of Standard Webhooks is refused, with 401. Default false, since the service documents
    /// <c>X-Flapjack-Signature</c> alone. Set it if you know that the sender sends these headers: otherwise a recorded webhook could be replayed
    /// without them. The secrets must then have the form <c>whsec_</c> and base64.
    /// </summary>
    public bool RequireReplayProtection { get; set; }

    /// <summary>Says how many secrets there are; never shows a secret.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() =>
        $"FlapjackWebhookOptions {{ Secrets = {Secrets.Count} [hidden], MaxBodyBytes = {MaxBodyBytes}, RequireReplayProtection = {RequireReplayProtection} }}";
}
