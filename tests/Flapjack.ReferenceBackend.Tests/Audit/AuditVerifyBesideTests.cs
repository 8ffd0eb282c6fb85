using Flapjack.ReferenceBackend.Audit;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Audit;

/// <summary>A check of the audit log walks through all of its rows, while commands begin and end.</summary>
public sealed class AuditVerifyBesideTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private Action<string> _watch = _ => { };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_is_written_while_the_log_is_checked_and_counts_for_the_next_check()
    {
        using var store = Store.Open(Path.Combine(_folder.Path, "store.db"), BackendSchema.All, watch: sql => _watch(sql));
        await using var log = new AuditLog(store, TimeProvider.System, NullLogger.Instance);
        Append(log);
        Append(log);
        var pages = 0;
        _watch = sql =>
        {
            // The walk asks for its pages on this thread, the row is written on another.
            if (sql.Contains("FROM sandbox_audit_log WHERE id >", StringComparison.Ordinal) && pages++ == 0)
            {
                Task.Run(() => Append(log)).Wait(Patience).Should().BeTrue("a row waits for no check");
            }
        };

        var found = log.Verify(null, CancellationToken.None);

        pages.Should().BePositive();
        found.Should().Match<AuditVerification>(it => it.IsIntact && it.Head.Id == 2);
        log.Verify(null, CancellationToken.None).Should().Match<AuditVerification>(it => it.IsIntact && it.Head.Id == 3);
    }

    private static void Append(AuditLog log) => log.Append(new("org-1", "agent-1", AuditActor.User("user-1"), "exec"));
}
