using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Resources;

/// <summary>An agent and a runner in a store, without HTTP, for tests of what gives agents their tools.</summary>
internal sealed class StoredAgent : IDisposable
{
    public const string OrgId = "o1";

    private const string AgentId = "a1";
    private const string RunnerId = "r1";

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
            db.Execute("INSERT INTO runners (id, org_id, created_at, updated_at, document) VALUES ($id, $org, 0, 0, '{}')", ("$id", RunnerId), ("$org", OrgId));
        });
    }

    public Store Store { get; } = Store.InMemory(BackendSchema.All);

    public TimeProvider Clock { get; }

    public SecretCipher Secrets { get; private set; }

    /// <summary>A turn of the agent.</summary>
    public TurnScope Turn { get; } = new() { OrgId = OrgId, AgentId = AgentId, ThreadId = "t1", TurnId = "u1", Actor = new("api_key", "k1") };

    /// <summary>A turn of the agent in a run of the runner.</summary>
    public TurnScope Step => Turn with { RunnerId = RunnerId };

    /// <summary>A turn of a step without an agent.</summary>
    public TurnScope StepWithoutAgent => Turn with { AgentId = RunnerId, RunnerId = RunnerId };

    /// <summary>Loses the keys of all secrets.</summary>
    public void LoseKeys() => Secrets = SecretCipher.In(_folder["other-keys"]);

    /// <summary>Attaches a thing to the agent or to the runner.</summary>
    /// <param name="table">The table of the attachments, which begins with <c>agent_</c> or <c>runner_</c>.</param>
    /// <param name="items">The table of the things.</param>
    /// <param name="itemId">The thing.</param>
    /// <param name="document">The fields of the attachment.</param>
    public void Attach(string table, string items, string itemId, string document = "{}")
    {
        var isOfAgent = table.StartsWith("agent_", StringComparison.Ordinal);
        new AttachmentTable(Store, table, isOfAgent ? new("agents", "agent") : new("runners", "runner"), new(items, "thing"), Clock)
            .Attach(OrgId, isOfAgent ? AgentId : RunnerId, itemId, JsonNode.Parse(document)!.AsObject());
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
