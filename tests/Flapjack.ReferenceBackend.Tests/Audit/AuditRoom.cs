using Flapjack.ReferenceBackend.Audit;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Audit;

/// <summary>A store and the audit logs of backends that use it one after the other.</summary>
internal sealed class AuditRoom : IAsyncDisposable
{
    private readonly List<AuditLog> _logs = [];

    private AuditRoom() => Log = Restart();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));

    public Store Store { get; } = Store.InMemory(BackendSchema.All);

    public CapturedLog Lines { get; } = new();

    public AuditLog Log { get; private set; }

    public static AuditRoom Open() => new();

    /// <summary>Writes further rows: the commands exec_n of agent-1 and agent-2 in turn, by a user, with the exit code n.</summary>
    public void Write(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var n = (int)Log.Head.Id + 1;
            Log.Append(new("org-1", n % 2 == 1 ? "agent-1" : "agent-2", AuditActor.User("user-1"), "exec")
            {
                ExecId = $"exec_{n}",
                ExitCode = n,
                Duration = TimeSpan.FromMilliseconds(10 * n),
            });
        }
    }

    /// <summary>Reads the store as another backend would that starts on it.</summary>
    public AuditLog Restart()
    {
        Log = new(Store, Clock, Lines);
        _logs.Add(Log);
        return Log;
    }

    public AuditVerification Verify(AuditHead? kept = null) => Log.Verify(kept, CancellationToken.None);

    public long[] Ids() => [.. Log.Read(null).Select(entry => entry.Id)];

    public void Sql(string sql) => Store.Write(db =>
    {
        db.Execute(sql);
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _logs)
        {
            await log.DisposeAsync();
        }

        Store.Dispose();
    }
}
