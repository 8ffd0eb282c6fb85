using System.Data.Common;
using Flapjack.ReferenceBackend.Storage;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>The computers in the store. They go with their agents.</summary>
internal sealed class ComputerStore(Store store)
{
    private const string Columns = "agent_id, computer_id, status, status_since, last_used_at, is_made";

    /// <summary>Stores a computer as it is now; false when its agent is gone, and then nothing is stored.</summary>
    public bool Save(ComputerRecord computer) => store.Write(db => Save(db, computer));

    /// <summary>The same as part of a larger change.</summary>
    public static bool Save(StoreSession db, ComputerRecord computer) => db.Execute(
        $"""
        INSERT INTO computers ({Columns})
        SELECT $agent, $computer, $status, $since, $used, $made WHERE EXISTS (SELECT 1 FROM agents WHERE id = $agent)
        ON CONFLICT (agent_id) DO UPDATE SET
            computer_id = $computer, status = $status, status_since = $since, last_used_at = $used, is_made = $made
        """,
        ("$agent", computer.AgentId),
        ("$computer", computer.ComputerId),
        ("$status", computer.Status.ToString()),
        ("$since", computer.StatusSince),
        ("$used", computer.LastUsedAt),
        ("$made", computer.IsMade)) == 1;

    public ComputerRecord? Find(string agentId) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM computers WHERE agent_id = $agent", Read, ("$agent", agentId)));

    /// <summary>Every computer, in the order in which they came.</summary>
    public IReadOnlyList<ComputerRecord> All() => store.Read(db => db.Query($"SELECT {Columns} FROM computers ORDER BY rowid", Read));

    private static ComputerRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        new(row.GetString(2)),
        row.Time(3),
        row.TimeOrNull(4),
        row.GetBoolean(5));
}
