using System.Data.Common;
using System.Globalization;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>The published ports in the store.</summary>
internal sealed class PortTable(Store store, TimeProvider clock)
{
    private const string Columns = "id, computer_id, port, name, visibility, state, failure_reason, created_at, updated_at";
    private const string CutOff = "The backend ended while the port was being published. Publish it again.";

    /// <summary>The ports of a computer, in the order in which they were published.</summary>
    public IReadOnlyList<PortRow> List(string computerId) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM published_ports WHERE computer_id = $computer ORDER BY created_at, rowid", Read, ("$computer", computerId)));

    /// <summary>A port by its name; null if the computer has published none of that name.</summary>
    public PortRow? Find(string computerId, string name) => store.Read(db => FindByName(db, computerId, name));

    /// <summary>A port by its number; null if the computer has not published it.</summary>
    public static PortRow? Find(StoreSession db, string computerId, int port) => db.QuerySingle(
        $"SELECT {Columns} FROM published_ports WHERE computer_id = $computer AND port = $port", Read, ("$computer", computerId), ("$port", port));

    /// <summary>Stores a port that was not published yet, or what has changed of a port that is, as part of a larger change.</summary>
    /// <exception cref="Refusal">409: another port of the computer has the name, or the port is being deleted.</exception>
    public PortRow Put(StoreSession db, string computerId, AskedPort asked)
    {
        var now = clock.GetUtcNow();
        var known = Find(db, computerId, asked.Port);
        var row = known is null
            ? new PortRow
            {
                Id = Guid.CreateVersion7(now).ToString(),
                ComputerId = computerId,
                Port = asked.Port,
                Name = asked.Name ?? asked.Port.ToString(CultureInfo.InvariantCulture),
                Visibility = asked.Visibility ?? PortRow.Public,
                State = PortRow.Pending,
                CreatedAt = now,
                UpdatedAt = now,
            }
            : known with
            {
                Name = asked.Name ?? known.Name,
                Visibility = asked.Visibility ?? known.Visibility,
                // A port that is open stays open while it changes.
                State = known.State == PortRow.Ready ? PortRow.Ready : PortRow.Pending,
                FailureReason = null,
                UpdatedAt = now,
            };
        if (known?.State == PortRow.Deleting)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The port {asked.Port} is being deleted. Publish it again when it is gone.");
        }

        if (FindByName(db, computerId, row.Name) is { } other && other.Port != row.Port)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The name '{row.Name}' belongs to the published port {other.Port} of this computer. Choose another name.");
        }

        Store(db, row);
        return row;
    }

    /// <summary>Stores the state of a port, as part of a larger change. A port that is gone stays gone, and a port that is being deleted stays so.</summary>
    public void Set(StoreSession db, string id, string state, string? failureReason = null) => db.Execute(
        "UPDATE published_ports SET state = $state, failure_reason = $reason, updated_at = $now WHERE id = $id AND state <> $deleting",
        ("$state", state),
        ("$deleting", PortRow.Deleting),
        ("$reason", failureReason),
        ("$now", clock.GetUtcNow()),
        ("$id", id));

    public static void Remove(StoreSession db, string id) => db.Execute("DELETE FROM published_ports WHERE id = $id", ("$id", id));

    /// <summary>Settles what an earlier process had begun and not ended. Call this before any call is taken.</summary>
    public void Restore() => store.WriteMakingRoom(db =>
    {
        db.Execute("DELETE FROM published_ports WHERE state = $state", ("$state", PortRow.Deleting));
        db.Execute(
            "UPDATE published_ports SET state = $failed, failure_reason = $reason, updated_at = $now WHERE state = $pending",
            ("$failed", PortRow.Failed),
            ("$reason", CutOff),
            ("$now", clock.GetUtcNow()),
            ("$pending", PortRow.Pending));
    });

    private static void Store(StoreSession db, PortRow row) => db.Execute(
        """
        INSERT INTO published_ports (id, computer_id, port, name, visibility, state, failure_reason, created_at, updated_at)
        VALUES ($id, $computer, $port, $name, $visibility, $state, NULL, $created, $updated)
        ON CONFLICT (id) DO UPDATE SET name = $name, visibility = $visibility, state = $state, failure_reason = NULL, updated_at = $updated
        """,
        ("$id", row.Id),
        ("$computer", row.ComputerId),
        ("$port", row.Port),
        ("$name", row.Name),
        ("$visibility", row.Visibility),
        ("$state", row.State),
        ("$created", row.CreatedAt),
        ("$updated", row.UpdatedAt));

    private static PortRow? FindByName(StoreSession db, string computerId, string name) => db.QuerySingle(
        $"SELECT {Columns} FROM published_ports WHERE computer_id = $computer AND name = $name", Read, ("$computer", computerId), ("$name", name));

    private static PortRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        ComputerId = row.GetString(1),
        Port = row.GetInt32(2),
        Name = row.GetString(3),
        Visibility = row.GetString(4),
        State = row.GetString(5),
        FailureReason = row.IsDBNull(6) ? null : row.GetString(6),
        CreatedAt = row.Time(7),
        UpdatedAt = row.Time(8),
    };
}
