using System.Security.Cryptography;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>
/// The secrets that sign the organizations' webhooks. The newest secret of an organization is in force. Its earlier secrets stay, for
/// the webhooks whose events happened while those were in force.
/// </summary>
internal static class WebhookSecrets
{
    /// <summary>Makes the organization's next secret.</summary>
    public static string Add(StoreSession db, string orgId, DateTimeOffset now)
    {
        var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        db.Execute(
            "INSERT INTO webhook_secrets (org_id, secret, created_at) VALUES ($org, $secret, $now)",
            ("$org", orgId),
            ("$secret", secret),
            ("$now", now));
        return secret;
    }

    /// <summary>The secret of an organization that is in force.</summary>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public static (long Id, string Secret) Newest(StoreSession db, string orgId) =>
        db.QuerySingle<(long, string)?>(
            "SELECT id, secret FROM webhook_secrets WHERE org_id = $org ORDER BY id DESC LIMIT 1",
            row => (row.GetInt64(0), row.GetString(1)),
            ("$org", orgId))
        ?? throw new ArgumentException($"There is no organization '{orgId}'; CreateApiKey makes one.", nameof(orgId));
}
