using Flapjack.ReferenceBackend.Audit;

namespace Flapjack.ReferenceBackend.Dashboard.Audit;

/// <summary>Checks the audit log, one check at a time, and remembers what the last one found.</summary>
internal sealed class AuditCheck(AuditLog audit, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private Task<(AuditVerification Found, DateTimeOffset At)>? _last;

    /// <summary>What the last check has found; the first time that somebody asks, it is made.</summary>
    /// <param name="anew">Whether a new check is made, unless one is running.</param>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Task<(AuditVerification Found, DateTimeOffset At)> ReadAsync(bool anew)
    {
        lock (_lock)
        {
            var ended = _ended.Token;
            if (_last is null || _last.IsFaulted || (anew && _last.IsCompleted))
            {
                // It goes on when whoever has asked for it leaves: others may wait for it.
                _last = Task.Run(() => (audit.Verify(null, ended), clock.GetUtcNow()), CancellationToken.None);
            }

            return _last;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (_lock)
        {
            _ended.Cancel();
            last = (Task?)_last ?? Task.CompletedTask;
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }
}
