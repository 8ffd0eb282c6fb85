using LocalComputers.Processes;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Shells;

/// <summary>The login shells that wait for the next commands of computers, at most one a computer. The oldest goes when there are too many.</summary>
/// <param name="logger">Where it is said that shells can't be started ahead here.</param>
/// <param name="clock">The clock by which a shell has waited for too long.</param>
/// <param name="names">The names of the marks that the shells carry.</param>
/// <param name="most">How many shells wait at most; 0 for none.</param>
internal sealed partial class ShellsAhead(ILogger logger, TimeProvider clock, HostNames names, int most) : IAsyncDisposable
{
    /// <summary>A shell waits this long for a command, and a computer without commands costs nothing afterwards.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    // A younger shell is not given up for another: with more busy computers than shells each start would be for nothing.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private const int MostPauses = 500;

    // What a busy machine refuses now it may give a moment later.
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(500);
    private const int MostTries = 3;

    private readonly Lock _lock = new();
    private readonly AheadTrial _trial = new(names);
    private readonly List<(WaitingShell Shell, long Since)> _waiting = [];
    private readonly HashSet<Task> _background = [];
    private readonly HashSet<AheadOfComputer> _preparing = [];
    private ITimer? _timer;
    private int _taken;
    private bool _disposed;

    /// <summary>How many commands have got a shell that waited.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>How many shells wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Starts a shell in the background, if the computer may have one and has none: its next command is likely to be like this one.</summary>
    public void Prepare(ShellStart like)
    {
        lock (_lock)
        {
            if (_disposed || most == 0 || like.Login is null || _trial.HasFailed || !like.Computer.Ahead.MayPrepare || !MakeRoom())
            {
                return;
            }

            var ahead = like.Computer.Ahead;
            _preparing.Add(ahead);
            ahead.IsPreparing = true;
            var stop = ahead.PreparationStop = new();
            ahead.Preparation = Own(Task.Run(() => PrepareAsync(like with { Id = ShellId.Like(like.Id), Trace = null }, stop.Token)));
        }
    }

    /// <summary>The shell that waits for a command like this one, with the command; null if there is none.</summary>
    public WaitingShell? Take(ShellStart start)
    {
        WaitingShell shell;
        lock (_lock)
        {
            if (start.Computer.Ahead.Shell is not { } found || !found.Suits(start))
            {
                return null;
            }

            shell = found;
            Forget(shell);
        }

        if (shell.HasSpoken)
        {
            // It would happen again and again.
            start.Computer.Ahead.GivesUp = true;
        }
        else if (shell.IsFresh() && start.Computer.HandOver(shell, start))
        {
            Interlocked.Increment(ref _taken);
            return shell;
        }

        lock (_lock)
        {
            Own(shell.EndAsync());
        }

        return null;
    }

    /// <summary>Ends the shell that waits on a computer, also one that is being started; no further one is started before the computer's next command.</summary>
    public async Task EndAsync(ComputerProcesses computer)
    {
        Task preparation;
        CancellationTokenSource? stop;
        WaitingShell? shell;
        lock (_lock)
        {
            computer.Ahead.IsOpen = false;
            preparation = computer.Ahead.Preparation;
            stop = computer.Ahead.PreparationStop;
            shell = computer.Ahead.Shell;
            if (shell is not null)
            {
                Forget(shell);
            }
        }

        await (stop?.CancelAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await (shell?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await preparation.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Task[] background;
        CancellationTokenSource[] stops;
        lock (_lock)
        {
            _disposed = true;
            EndWhere(_ => true);
            background = [.. _background];
            stops = [.. _preparing.Select(ahead => ahead.PreparationStop!)];
        }

        await Task.WhenAll(stops.Select(stop => stop.CancelAsync())).ConfigureAwait(false);
        await Task.WhenAll(background).ConfigureAwait(false);
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task PrepareAsync(ShellStart like, CancellationToken stop)
    {
        var shell = await StartAsync(like, stop).ConfigureAwait(false);
        var isWanted = false;
        lock (_lock)
        {
            _preparing.Remove(like.Computer.Ahead);
            // A command may take the shell at once, and wants the next one prepared before this task is over.
            like.Computer.Ahead.IsPreparing = false;
            isWanted = shell is not null && !_disposed && like.Computer.Ahead.IsOpen;
            if (isWanted)
            {
                Add(shell!);
            }
        }

        if (shell is not null)
        {
            await (isWanted ? ShortenAsync(shell) : shell.EndAsync()).ConfigureAwait(false);
        }
    }

    /// <summary>Null if no shell can wait on the computer now.</summary>
    private async Task<WaitingShell?> StartAsync(ShellStart like, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await _trial.PassesAsync(like, stop).ConfigureAwait(false) ? WaitingShell.Start(like, names) : null;
            }
            catch (Exception e) when (e is ProcessStartException or IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // The next command tells its caller what is wrong.
                LogNotPrepared(logger, e);
                like.Computer.Ended(like.Id);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return null;
            }

            if (tries == MostTries || stop.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(PauseAfterRefusal, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ShortenAsync(WaitingShell shell)
    {
        for (var pauses = 0; pauses < MostPauses; pauses++)
        {
            lock (_lock)
            {
                if (shell.Computer.Ahead.Shell != shell || shell.Shorten())
                {
                    return;
                }
            }

            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private void Add(WaitingShell shell)
    {
        shell.Computer.Ahead.Shell = shell;
        _waiting.Add((shell, clock.GetTimestamp()));
        Own(EndWithItsProcessAsync(shell));
        _timer ??= clock.CreateTimer(static state => ((ShellsAhead)state!).EndOld(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_waiting.Count == 1)
        {
            _timer.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A command may end the shell, for example all that is called bash.</summary>
    private async Task EndWithItsProcessAsync(WaitingShell shell)
    {
        await ((Task)shell.Child.Exited).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (shell.Computer.Ahead.Shell != shell)
            {
                return;
            }

            Forget(shell);
        }

        await shell.EndAsync().ConfigureAwait(false);
    }

    private void Forget(WaitingShell shell)
    {
        shell.Computer.Ahead.Shell = null;
        _waiting.RemoveAll(waiting => waiting.Shell == shell);
    }

    private bool MakeRoom()
    {
        if (_waiting.Count + _preparing.Count < most)
        {
            return true;
        }

        if (_waiting.Count == 0 || clock.GetElapsedTime(_waiting[0].Since) < ShortestWait)
        {
            return false;
        }

        var oldest = _waiting[0].Shell;
        EndWhere(shell => shell == oldest);
        return true;
    }

    private void EndOld()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var old = _waiting.Where(waiting => clock.GetElapsedTime(waiting.Since, now) >= LongestWait).Select(waiting => waiting.Shell).ToHashSet();
            EndWhere(old.Contains);
            if (_waiting.Count > 0 && !_disposed)
            {
                var left = LongestWait - clock.GetElapsedTime(_waiting[0].Since, now);
                _timer!.Change(left + Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void EndWhere(Func<WaitingShell, bool> which)
    {
        foreach (var (shell, _) in _waiting.Where(waiting => which(waiting.Shell)).ToArray())
        {
            Forget(shell);
            Own(shell.EndAsync());
        }
    }

    private Task Own(Task task)
    {
        _background.RemoveWhere(done => done.IsCompleted);
        _background.Add(task);
        return task;
    }

    [LoggerMessage(LogLevel.Debug, "No shell could be started ahead of the next command.")]
    private static partial void LogNotPrepared(ILogger logger, Exception exception);
}
