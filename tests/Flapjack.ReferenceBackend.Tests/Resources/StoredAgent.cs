using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Resources;

/// <summary>An agent in a store, without HTTP, for tests of what gives agents their tools.</summary>
internal sealed class StoredAgent : IDisposable
{
    public const string OrgId = "o1";

    private const string AgentId = "a1";

    private readonly TempFolder _folder = new();

    public StoredAgent(TimeProvider clock)
    {
        Clock = clock;
        Secrets = SecretCipher.In(_folder["keys"]);
        var orgs = new Organizations(Store, clock);
        Store.Write(db =>
        {
            orgs.Ensure(db, OrgId);
            db.Execute("INSERT INTO agents (id, org_id, name) VALUES ($id, $org, 'Ada')", ("$id", AgentId), ("$org", OrgId));
        });
    }

    public Store Store { get; } = Store.InMemory(BackendSchema.All);

    public TimeProvider Clock { get; }

    public SecretCipher Secrets { get; private set; }

    /// <summary>A turn of the agent.</summary>
    public TurnScope Turn { get; } = new() { OrgId = OrgId, AgentId = AgentId, ThreadId = "t1", TurnId = "u1", Actor = new("api_key", "k1") };

    /// <summary>Loses the keys of all secrets.</summary>
    public void LoseKeys() => Secrets = SecretCipher.In(_folder["other-keys"]);

    /// <summary>Attaches a thing to the agent.</summary>
    /// <param name="table">The table of the attachments.</param>
    /// <param name="items">The table of the things.</param>
    /// <param name="itemId">The thing.</param>
    /// <param name="document">The fields of the attachment.</param>
    public void Attach(string table, string items, string itemId, string document = "{}") =>
        new AttachmentTable(Store, table, new("agents", "agent"), new(items, "thing"), Clock).Attach(OrgId, AgentId, itemId, System.Text.Json.Nodes.JsonNode.Parse(document)!.AsObject());

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
