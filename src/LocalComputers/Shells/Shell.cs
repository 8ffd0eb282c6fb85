using LocalComputers.Isolation;
using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>Runs <c>bash -lc</c> on a computer: pumps its output, ends it in time, and tells how it ended.</summary>
/// <param name="processes">Starts them.</param>
/// <param name="clock">The clock of the timeouts.</param>
/// <param name="names">The names of the marks that commands carry, and of places inside the isolation.</param>
/// <param name="isolation">What commands run inside of; null for nothing.</param>
internal sealed class Shell(ProcessHost processes, TimeProvider clock, HostNames names, Bubblewrap? isolation = null)
{
    /// <summary>What commands run inside of; null for nothing.</summary>
    public Bubblewrap? Isolation => isolation;

    /// <summary>Starts a shell ahead of the computer's next command, in the background, where that is possible and the command is likely to be like this one.</summary>
    public void Prepare(ShellStart like)
    {
        if (isolation is null)
        {
            like.Computer.PrepareAhead(like);
        }
    }

    /// <param name="start">What to run.</param>
    /// <param name="output">Where its output goes.</param>
    /// <param name="stop">Stops the command with all that it started; what it had written is still delivered.</param>
    /// <returns>How it ended; 143 and SIGTERM when it was stopped, 137 and SIGKILL when it did not end by SIGTERM.</returns>
    /// <exception cref="ProcessStartException">The shell could not be started.</exception>
    public async Task<ShellExit> RunAsync(ShellStart start, IShellOutput output, CancellationToken stop)
    {
        try
        {
            return await RunToEndAsync(start, output, stop).ConfigureAwait(false);
        }
        finally
        {
            start.Computer.Ended(start.Id);
        }
    }

    private async Task<ShellExit> RunToEndAsync(ShellStart start, IShellOutput output, CancellationToken stop)
    {
        start.Computer.Open();
        using var timeout = new CancellationTokenSource(start.Timeout, clock);
        if (isolation is null && start.Computer.TakeAhead(start) is { } waiting)
        {
            if (await RunToEndAsync(waiting.Child, waiting, start, output, timeout, stop).ConfigureAwait(false) is { } ended)
            {
                return ended;
            }

            // The shell has ended before it had begun with the command.
            start.Computer.Ended(start.Id);
            if (stop.IsCancellationRequested || timeout.IsCancellationRequested)
            {
                // How that shell ended says nothing of the command, which never begins.
                var stopped = ProcessExit.BySignal(LibC.SIGTERM);
                var timedOut = !stop.IsCancellationRequested;
                return new(timedOut ? ShellExit.TimeoutCode : stopped.ExitCode, stopped.Signal, timedOut);
            }

            // Somebody else has ended it. The command begins here for the first time.
        }

        return (await RunToEndAsync(StartNew(start), null, start, output, timeout, stop).ConfigureAwait(false))!;
    }

    /// <returns>Null if a shell that has waited for the command has ended, and has not begun with it.</returns>
    private async Task<ShellExit?> RunToEndAsync(
        ChildProcess child, WaitingShell? waiting, ShellStart start, IShellOutput output, CancellationTokenSource timeout, CancellationToken stop)
    {
        await using var _ = child.ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        // A background process may hold a pipe: if the pipe were closed, SIGPIPE would kill a dev server; if nobody read the pipe, the server would block.
        using var pumps = new OutputPumps(child, output, pipe => processes.DrainInBackground(pipe, start.Computer.BackgroundLog), end.CancelAsync);
        var timedOut = false;
        var endedByItself = await EndsByItselfAsync(child, end.Token).ConfigureAwait(false);
        if (!endedByItself)
        {
            timedOut = timeout.IsCancellationRequested && !stop.IsCancellationRequested;
            await start.Computer.StopCommandAsync(start.Id, child).ConfigureAwait(false);
        }

        var exit = await child.Exited.ConfigureAwait(false);
        await pumps.EndAsync().ConfigureAwait(false);
        if (waiting is { HasBegun: false })
        {
            // A program of the login files may still run.
            waiting.Child.KillGroup();
            return null;
        }

        // A command that was stopped during its start has no proof of its start, but the stop is why it ended.
        if (endedByItself && child.WhyNotStarted() is { } reason)
        {
            var (what, why) = isolation is null
                ? ("The command could not be started", reason)
                : ("The command could not be started inside its isolation", Bubblewrap.Explain(reason));
            throw new ProcessStartException($"{what}: {why}") { ForCallers = $"{what}: {WithoutPlace(why)}" };
        }

        return new(timedOut ? ShellExit.TimeoutCode : exit.ExitCode, exit.Signal, timedOut);
    }

    // "sh: 2: cannot create /sys/fs/cgroup/…/cgroup.procs: Permission denied": the reason stands behind the last colon; what stands before it names a place of the host.
    private static string WithoutPlace(string reason) => reason[(reason.LastIndexOf(": ", StringComparison.Ordinal) + 1)..].Trim();

    private ChildProcess StartNew(ShellStart start)
    {
        var plain = ShellCommand.StartOf(start, names);
        return start.Computer.Start(start.Id, Login(start, isolation?.Wrap(plain, start.Folder, start.HostPaths) ?? plain));
    }

    private ProcessStart Login(ShellStart start, ProcessStart process)
    {
        if (start.Login is null)
        {
            return process;
        }

        try
        {
            start.Login.EnsureIn(start.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProcessStartException("The login files of the computer could not be written: its folder is damaged, or the disk is full.", e);
        }

        return start.Login.Before(process, isolation is null ? start.Folder.Login : names.Login);
    }

    private static async Task<bool> EndsByItselfAsync(ChildProcess child, CancellationToken end)
    {
        try
        {
            await child.Exited.WaitAsync(end).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
    }
}
