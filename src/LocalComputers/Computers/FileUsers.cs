namespace LocalComputers.Computers;

/// <summary>
/// Counts those who read or write a computer's files besides its processes. Nobody waits for another: only what removes the files waits until all of them
/// have left, and tells them to leave.
/// </summary>
#pragma warning disable CA1001 // Holds nothing that needs disposal, and a caller may still come when the computer goes.
internal sealed class FileUsers
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    // Exchanged each time that everybody is told to leave.
    private CancellationTokenSource _leave = new();
    private TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Someone comes. Call this while the computer can't be removed, which its lock sees to.</summary>
    /// <returns>To be disposed of when that one leaves. Its token says when it is time.</returns>
    public Stay Enter()
    {
        lock (_lock)
        {
            _count++;
            return new(this, _leave.Token);
        }
    }

    /// <summary>Tells everybody to leave, and waits until they have left. Call this when the computer lets nobody in any more.</summary>
    public async Task EndAsync()
    {
        CancellationTokenSource leave;
        Task left;
        lock (_lock)
        {
            if (_count == 0)
            {
                return;
            }

            (leave, _leave) = (_leave, new());
            left = _left.Task;
        }

        await leave.CancelAsync().ConfigureAwait(false);
        await left.ConfigureAwait(false);
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_count == 0)
            {
                _left.TrySetResult();
                _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>The time in which someone uses the files.</summary>
    public sealed class Stay(FileUsers users, CancellationToken timeToLeave) : IDisposable
    {
        private FileUsers? _users = users;

        public CancellationToken TimeToLeave => timeToLeave;

        public void Dispose() => Interlocked.Exchange(ref _users, null)?.Leave();
    }
}
