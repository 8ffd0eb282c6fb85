using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>The organizations. Each has a secret for webhooks from the start.</summary>
internal sealed class Organizations(Store store, TimeProvider clock)
{
    /// <summary>The organization that a backend has from the start. It is made once, and stays the same as long as the store exists.</summary>
    public string Default() => store.Write(db =>
    {
        var id = db.QuerySingle("SELECT id FROM orgs WHERE is_default = 1", row => row.GetString(0));
        if (id is null)
        {
            id = Guid.CreateVersion7().ToString();
            db.Execute("INSERT INTO orgs (id, is_default) VALUES ($id, 1)", ("$id", id));
            WebhookSecrets.Add(db, id, clock.GetUtcNow());
        }

        return id;
    });

    /// <summary>Adds an organization as part of a larger change, unless there is an organization with that id.</summary>
    public void Ensure(StoreSession db, string orgId)
    {
        if (db.Execute("INSERT INTO orgs (id) VALUES ($id) ON CONFLICT DO NOTHING", ("$id", orgId)) > 0)
        {
            WebhookSecrets.Add(db, orgId, clock.GetUtcNow());
        }
    }

    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string WebhookSecretOf(string orgId) => store.Read(db => WebhookSecrets.Newest(db, orgId).Secret);

    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string RotateWebhookSecret(string orgId) => store.Write(db =>
    {
        // Throws if the organization is unknown.
        _ = WebhookSecrets.Newest(db, orgId);
        return WebhookSecrets.Add(db, orgId, clock.GetUtcNow());
    });
}
