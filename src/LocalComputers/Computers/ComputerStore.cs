using System.Data.Common;
using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>
/// The computers in the store. A computer is added by the same change as its agent, and its row goes with the agent: where there is a row, there
/// is an agent, so whatever belongs to a computer is stored only beside its row.
/// </summary>
internal sealed class ComputerStore(Store store)
{
    private const string Assignments = "computer_id = $computer, status = $status, status_since = $since, last_used_at = $used, is_made = $made";
    private const string Columns = "agent_id, computer_id, status, status_since, last_used_at, is_made";

    /// <summary>Stores a computer, new or not, as part of the change that has just stored its agent.</summary>
    public static void Put(StoreSession db, ComputerRecord computer) => db.Execute(
        $"""
        INSERT INTO computers ({Columns}) VALUES ($agent, $computer, $status, $since, $used, $made)
        ON CONFLICT (agent_id) DO UPDATE SET {Assignments}
        """,
        Parameters(computer));

    /// <summary>Stores a computer as it is now, as part of a larger change; false when its agent is gone, and then nothing is stored.</summary>
    public static bool Save(StoreSession db, ComputerRecord computer) => db.Execute(
        $"UPDATE computers SET {Assignments} WHERE agent_id = $agent",
        Parameters(computer)) == 1;

    /// <summary>Every computer, in the order in which they came.</summary>
    public IReadOnlyList<ComputerRecord> All() => store.Read(db => db.Query($"SELECT {Columns} FROM computers ORDER BY rowid", Read));

    /// <summary>The computers whose stored phase this version does not know, with the word that is stored.</summary>
    public IEnumerable<(string AgentId, string Word)> WithUnknownPhase() => store
        .Read(db => db.Query("SELECT agent_id, status FROM computers ORDER BY rowid", row => (row.GetString(0), row.GetString(1))))
        .Where(computer => ComputerPhase.Find(computer.Item2) is null);

    private static (string, object?)[] Parameters(ComputerRecord computer) =>
    [
        ("$agent", computer.AgentId),
        ("$computer", computer.ComputerId),
        ("$status", computer.Phase.Word),
        ("$since", computer.PhaseSince),
        ("$used", computer.LastUsedAt),
        ("$made", computer.IsMade),
    ];

    private static ComputerRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        ComputerPhase.OfStored(row.GetString(2)),
        row.Time(3),
        row.TimeOrNull(4),
        row.Flag(5));
}
