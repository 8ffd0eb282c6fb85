using System.Data.Common;
using Flapjack.Sdk;
using LocalComputers.Computers;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The computer configurations that were changed since their agents were created. A row goes away with its agent.</summary>
internal sealed class ComputerConfigStore(Store store)
{
    private const string Columns = "agent_id, enabled, provider, mode, scope, size_class";

    public ComputerConfig? Find(string agentId) => store.Read(db => Find(db, agentId));

    /// <summary>The configurations in an organization, by the agent that each belongs to.</summary>
    public IReadOnlyDictionary<string, ComputerConfig> InOrg(string orgId) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM agents JOIN agent_computer_configs ON agent_id = id WHERE org_id = $org", row => (row.GetString(0), Read(row)), ("$org", orgId)))
        .ToDictionary();

    /// <summary>The agents of an organization that have a computer, with its size as it was created.</summary>
    public IReadOnlyDictionary<string, Size> CreatedInOrg(string orgId) => store.Read(db => db.Query(
        """
        SELECT agents.id, (SELECT json_extract(setup, '$.sizeClass') FROM bootstrap_runs WHERE agent_id = agents.id ORDER BY number DESC LIMIT 1)
        FROM agents JOIN computers ON computers.agent_id = agents.id WHERE agents.org_id = $org
        """,
        row => (row.GetString(0), row.TextOrNull(1) is { } size ? Sizes.Find(size) ?? Sizes.Default : Sizes.Default),
        ("$org", orgId)))
        .ToDictionary();

    /// <summary>Changes a configuration; null when its agent is gone.</summary>
    /// <param name="agentId">Whose.</param>
    /// <param name="change">Given the stored configuration, or null if there is none yet, returns the new configuration. If it throws, nothing is changed.</param>
    public ComputerConfig? Change(string agentId, Func<ComputerConfig?, ComputerConfig> change) => store.Write(db =>
    {
        var config = change(Find(db, agentId));
        var changed = Insert(
            db, agentId, config, "UPDATE SET enabled = $enabled, provider = $provider, mode = $mode, scope = $scope, size_class = $size");
        return changed ? config : null;
    });

    /// <summary>Stores a configuration as part of a larger change, unless there is one.</summary>
    public static void Keep(StoreSession db, string agentId, ComputerConfig config) => Insert(db, agentId, config, "NOTHING");

    private static bool Insert(StoreSession db, string agentId, ComputerConfig config, string onConflict) => db.Execute(
        $"""
        INSERT INTO agent_computer_configs ({Columns})
        SELECT id, $enabled, $provider, $mode, $scope, $size FROM agents WHERE id = $id
        ON CONFLICT (agent_id) DO {onConflict}
        """,
        ("$id", agentId),
        ("$enabled", config.Enabled),
        ("$provider", config.Provider?.Value),
        ("$mode", config.Mode?.Value),
        ("$scope", config.Scope?.Value),
        ("$size", config.SizeClass?.Value)) == 1;

    private static ComputerConfig? Find(StoreSession db, string agentId) =>
        db.QuerySingle($"SELECT {Columns} FROM agent_computer_configs WHERE agent_id = $id", Read, ("$id", agentId));

    private static ComputerConfig Read(DbDataReader row) => new()
    {
        Enabled = row.Flag(1),
        Provider = new(row.GetString(2)),
        Mode = new(row.GetString(3)),
        Scope = new(row.GetString(4)),
        SizeClass = new(row.GetString(5)),
    };
}
