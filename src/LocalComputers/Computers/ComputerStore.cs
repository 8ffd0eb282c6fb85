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
    // As the index has it.
    private const string Used = "max(status_since, coalesce(last_used_at, 0))";
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

    /// <summary>A computer with the word that is stored for its phase, which this version may not know; null if the agent has none.</summary>
    public static (ComputerRecord Computer, string Word)? Find(StoreSession db, string agentId) =>
        db.QuerySingle<(ComputerRecord, string)?>($"SELECT {Columns} FROM computers WHERE agent_id = $agent", row => (Read(row), row.GetString(2)), ("$agent", agentId));

    /// <summary>The agents whose computers are in a phase.</summary>
    public IReadOnlyList<string> InPhase(ComputerPhase phase) => store.Read(db =>
        db.Query("SELECT agent_id FROM computers WHERE status = $status", row => row.GetString(0), ("$status", phase.Word)));

    /// <summary>The agents whose computers are ready, and were made ready or used last within a time. The end of the last command is not looked at.</summary>
    /// <param name="after">Before the time.</param>
    /// <param name="until">The end of the time.</param>
    public IReadOnlyList<string> ReadyAndUsed(DateTimeOffset after, DateTimeOffset until) => store.Read(db => db.Query(
        $"SELECT agent_id FROM computers WHERE status = 'ready' AND {Used} > $after AND {Used} <= $until", row => row.GetString(0), ("$after", after), ("$until", until)));

    /// <summary>When the computer was made ready or used that was used the least recently after a time; null if there is none.</summary>
    public DateTimeOffset? FirstReadyAfter(DateTimeOffset after) => store.Read(db => db.QuerySingle(
        $"SELECT min({Used}) FROM computers WHERE status = 'ready' AND {Used} > $after", row => row.TimeOrNull(0), ("$after", after)));

    /// <summary>Some agents with the phases of their computers, in an order that does not change.</summary>
    /// <param name="after">The agent behind whom the page begins; empty for the first page.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<(string AgentId, ComputerPhase Phase)> Page(string after, int most) => store.Read(db => db.Query(
        "SELECT agent_id, status FROM computers WHERE agent_id > $after ORDER BY agent_id LIMIT $most",
        row => (row.GetString(0), ComputerPhase.OfStored(row.GetString(1))),
        ("$after", after),
        ("$most", most)));

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
