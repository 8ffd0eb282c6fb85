using Flapjack.ReferenceBackend.Audit;
using LocalComputers.Storage;
using Microsoft.Data.Sqlite;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A host's database, read past the host.</summary>
internal sealed class DeadDatabase(string directory) : IDisposable
{
    private readonly SqliteConnection _connection = DatabaseFile.Connect(Path.Combine(directory, "flapjack.db"), SqliteOpenMode.ReadOnly);

    private StoreSession Session => new(_connection, null, null);

    public IReadOnlyList<AuditRow> Audit => AuditTable.Of(Session, null);

    public long Count(string of) => Session.QuerySingle($"SELECT count(*) FROM {of}", row => row.GetInt64(0));

    public IReadOnlyList<string> Texts(string sql) => Session.Query(sql, row => row.GetString(0));

    /// <summary>Walks the chain of the audit log; returns its end, which no later one may contradict.</summary>
    public AuditHead VerifyAudit(AuditHead kept)
    {
        var found = AuditChain.Verify(Session, AuditTable.End(Session), kept, CancellationToken.None);
        found.IsIntact.Should().BeTrue(found.Detail);
        return found.Head;
    }

    public void Dispose() => _connection.Dispose();
}
