using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>The marketplace profiles in the store. An agent has at most one, and no two agents of an organization have the same handle.</summary>
internal sealed class MarketplaceProfiles(Store store, TimeProvider clock)
{
    /// <exception cref="Refusal">404: the agent has no profile.</exception>
    public MarketplaceRow Find(AgentRecord agent) => store.Read(db => Find(db, agent)) ?? throw NoProfile(agent);

    /// <summary>Merges fields into the profile, which is made if there is none: a field that is null is emptied, a field that is missing stays.</summary>
    /// <exception cref="Refusal">422: another agent of the organization has the handle; 404: the agent was deleted meanwhile.</exception>
    public MarketplaceRow Change(AgentRecord agent, JsonObject fields) => store.Write(db =>
    {
        Ensure(db, agent);
        var document = JsonNode.Parse(db.QuerySingle("SELECT document FROM marketplace_profiles WHERE agent_id = $id", row => row.GetString(0), ("$id", agent.Id))!)!.AsObject();
        foreach (var (name, value) in fields)
        {
            document[name] = value?.DeepClone();
        }

        var handle = (string?)document["handle"];
        RefuseTaken(db, agent, handle);
        db.Execute(
            "UPDATE marketplace_profiles SET handle = $handle, document = $document, updated_at = $now WHERE agent_id = $id",
            ("$handle", handle),
            ("$document", document.ToJsonString()),
            ("$now", clock.GetUtcNow()),
            ("$id", agent.Id));
        return Find(db, agent)!;
    });

    /// <summary>Gives the profile a picture in place of the picture that it has. The profile is made if there is none.</summary>
    /// <exception cref="Refusal">404: the agent was deleted meanwhile.</exception>
    public MarketplaceRow SetAvatar(AgentRecord agent, Avatar avatar) => store.Write(db =>
    {
        Ensure(db, agent);
        db.Execute(
            "UPDATE marketplace_profiles SET avatar_type = $type, avatar = $avatar, updated_at = $now WHERE agent_id = $id",
            ("$type", avatar.ContentType),
            ("$avatar", avatar.Bytes),
            ("$now", clock.GetUtcNow()),
            ("$id", agent.Id));
        return Find(db, agent)!;
    });

    /// <exception cref="Refusal">404: the agent has no profile.</exception>
    public void Remove(AgentRecord agent) => store.Write(db =>
    {
        if (db.Execute("DELETE FROM marketplace_profiles WHERE agent_id = $id", ("$id", agent.Id)) == 0)
        {
            throw NoProfile(agent);
        }
    });

    private void Ensure(StoreSession db, AgentRecord agent)
    {
        if (AgentStore.Find(db, agent.Id) is null)
        {
            throw AgentService.NoSuchAgent(agent.Id);
        }

        db.Execute(
            "INSERT INTO marketplace_profiles (agent_id, org_id, created_at, updated_at, document) VALUES ($id, $org, $now, $now, '{}') ON CONFLICT DO NOTHING",
            ("$id", agent.Id),
            ("$org", agent.OrgId),
            ("$now", clock.GetUtcNow()));
    }

    // A refusal that went by the handles of other organizations would tell which handles they have.
    private static void RefuseTaken(StoreSession db, AgentRecord agent, string? handle)
    {
        var owner = handle is null ? null : db.QuerySingle(
            "SELECT agent_id FROM marketplace_profiles WHERE org_id = $org AND handle = $handle", row => row.GetString(0), ("$org", agent.OrgId), ("$handle", handle));
        if (owner is not null && owner != agent.Id)
        {
            throw new Refusal(RefusalKind.Contradiction, "HANDLE_TAKEN", $"The agent '{owner}' of this organization has the handle '{handle}'. Choose another handle.");
        }
    }

    private static MarketplaceRow? Find(StoreSession db, AgentRecord agent) => db.QuerySingle(
        "SELECT created_at, updated_at, document, avatar_type, avatar FROM marketplace_profiles WHERE agent_id = $id", row => Read(row, agent), ("$id", agent.Id));

    private static MarketplaceRow Read(DbDataReader row, AgentRecord agent) => new(
        agent.Id,
        agent.OrgId,
        row.Time(0),
        row.Time(1),
        JsonSerializer.Deserialize<MarketplaceProfile>(row.GetString(2))!,
        row.TextOrNull(3) is { } type ? new(type, row.GetFieldValue<byte[]>(4)) : null);

    private static Refusal NoProfile(AgentRecord agent) => Refusal.NotFound($"The agent '{agent.Id}' has no marketplace profile.");
}
