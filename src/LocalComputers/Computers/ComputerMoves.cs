using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using LocalComputers.Files;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>Idling, waking, stopping, failing, destroying a computer, and mending its folder: each takes its turn.</summary>
internal sealed partial class ComputerMoves(ComputerParts computer)
{
    private StoredLifecycle Life => computer.Life;

    private ILogger Logger => computer.Services.Logger;

    /// <inheritdoc cref="Computer.StopAsync"/>
    public Task StopAsync() => computer.Turns.TakeAsync(async () =>
    {
        ExecRun[] runs;
        lock (computer.Lock)
        {
            Life.Become(ComputerPhase.Stopped);
            runs = [.. computer.Execs.Runs];
        }

        await Task.WhenAll([.. runs.Select(run => run.StopAsync()), computer.Programs.StopAllAsync()]).ConfigureAwait(false);
        await computer.Processes.StopAllAsync().ConfigureAwait(false);
    });

    /// <inheritdoc cref="Computer.FailAsync"/>
    public Task FailAsync() => computer.Turns.TakeAsync(BreakAsync);

    /// <inheritdoc cref="Computer.DestroyAsync"/>
    public Task DestroyAsync() => computer.Turns.TakeAsync(async () =>
    {
        BootstrapRun[] bootstraps;
        ExecRun[] runs;
        lock (computer.Lock)
        {
            if (!Life.IsDeleted || Life.Phase != ComputerPhase.Destroyed)
            {
                Life.Become(ComputerPhase.Destroyed);
            }

            bootstraps = [.. computer.Bootstraps.Runs];
            runs = [.. computer.Execs.Runs];
        }

        await Task.WhenAll([.. bootstraps.Select(run => run.KillAsync(ComputerPhase.Destroyed)), .. runs.Select(run => run.DestroyAsync()), computer.Programs.StopAllAsync()])
            .ConfigureAwait(false);
        await computer.Processes.StopAllAsync().ConfigureAwait(false);
        await computer.Files.RemoveAsync().ConfigureAwait(false);
    });

    /// <summary>Sees to it that a command can run: the first command that finds the computer asleep wakes it, and the next commands find it awake.</summary>
    /// <exception cref="ComputerUnavailableException">It is gone.</exception>
    public Task WakeAsync(CancellationToken cancellationToken) => computer.Turns.TakeAsync(
        () =>
        {
            Wake();
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Does something with the files of the computer, which is woken for it. The idle time begins anew behind it, as behind a command.</summary>
    /// <exception cref="ComputerUnavailableException">It is gone, or is not set up yet.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Task UseFilesAsync(Action<ComputerFolder> use, CancellationToken cancellationToken) => computer.Turns.TakeAsync(
        () =>
        {
            lock (computer.Lock)
            {
                ObjectDisposedException.ThrowIf(Life.IsClosed, computer);
                if (Life.IsDeleted)
                {
                    throw new ComputerUnavailableException(ComputerPhase.Destroyed);
                }
            }

            Wake();
            try
            {
                use(computer.Files.Folder);
            }
            finally
            {
                // Also if the file is not there: the computer was woken all the same.
                lock (computer.Lock)
                {
                    computer.Idle.StartIfQuiet();
                }
            }

            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Does something with the files of the computer, which goes on as it is: awake or asleep, in use or not. Nobody waits for it but what removes the files.</summary>
    /// <exception cref="ComputerUnavailableException">It is gone, or is not set up yet; also if it goes meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task<T> ReachFilesAsync<T>(Func<ComputerFolder, CancellationToken, T> use, CancellationToken cancellationToken)
    {
        FileUsers.Stay stay;
        lock (computer.Lock)
        {
            ObjectDisposedException.ThrowIf(Life.IsClosed, computer);
            stay = Life is { IsDeleted: false, TakesCommands: true }
                ? computer.Files.Users.Enter()
                : throw new ComputerUnavailableException(Life.IsDeleted ? ComputerPhase.Destroyed : Life.Phase);
        }

        using (stay)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stay.TimeToLeave, cancellationToken);
            try
            {
                // A thread of its own: a million files would hold a thread of the pool for seconds, and every request needs those threads.
                return await Task.Factory.StartNew(() => use(computer.Files.Folder, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stay.TimeToLeave.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                lock (computer.Lock)
                {
                    ObjectDisposedException.ThrowIf(Life.IsClosed, computer);
                    throw new ComputerUnavailableException(Life.IsDeleted ? ComputerPhase.Destroyed : Life.Phase);
                }
            }
        }
    }

    /// <inheritdoc cref="Computer.ResizeAsync"/>
    public Task ResizeAsync(Measures measures, Action<StoreSession> also, CancellationToken cancellationToken) => computer.Turns.TakeAsync(
        () =>
        {
            lock (computer.Lock)
            {
                ObjectDisposedException.ThrowIf(Life.IsClosed, computer);
                if (Life.IsDeleted || !Life.TakesCommands)
                {
                    throw new ComputerUnavailableException(Life.IsDeleted ? ComputerPhase.Destroyed : Life.Phase);
                }

                computer.Bootstraps.Resize(measures, also);
            }

            computer.Looks.Forget();
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Stops the processes of a computer that was left alone for long enough.</summary>
    public Task GoIdleAsync() => computer.Turns.TakeAsync(async () =>
    {
        lock (computer.Lock)
        {
            if (!computer.Idle.IsDue)
            {
                // A command came in between; when it has ended, the idle time begins anew.
                return;
            }

            try
            {
                Life.Become(ComputerPhase.Idle);
            }
            catch (Exception e)
            {
                LogNotIdled(Logger, Life.ComputerId, Life.AgentId, e);
                computer.Idle.StartIfQuiet();
                return;
            }
        }

        await computer.Processes.StopAllAsync().ConfigureAwait(false);
    });

    /// <summary>A command may have removed what every command needs. If that can't be mended, the computer is broken, and all that runs on it ends.</summary>
    /// <exception cref="ComputerUnavailableException">Only a new bootstrap mends it.</exception>
    public Task MendFolderAsync(CancellationToken cancellationToken) => computer.Turns.TakeAsync(
        async () =>
        {
            ComputerSetup setup;
            lock (computer.Lock)
            {
                if (Life.IsDeleted || Life.IsClosed || !Life.TakesCommands)
                {
                    // The folders may be gone for good; the caller is refused next.
                    return;
                }

                setup = computer.Bootstraps.Setup!;
            }

            try
            {
                computer.Files.Mend(setup);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && !StoreException.MeansFullDisk(e))
            {
                LogBroken(Logger, Life.ComputerId, Life.AgentId, e);
                await BreakAsync().ConfigureAwait(false);
                throw new ComputerUnavailableException(ComputerPhase.Error);
            }
        },
        cancellationToken);

    /// <summary>The same within a turn that the caller has taken.</summary>
    /// <exception cref="ComputerUnavailableException">It is gone.</exception>
    public void Wake()
    {
        var isThere = computer.Files.Folder.Exists;
        lock (computer.Lock)
        {
            if (Life.Sleeps)
            {
                Life.Become(ComputerPhase.Waking);
            }

            // Another command may have begun the wake without being able to store the end of it.
            if (Life.Phase == ComputerPhase.Waking)
            {
                Life.Become(isThere ? ComputerPhase.Ready : ComputerPhase.Error);
            }

            if (Life.Phase != ComputerPhase.Ready)
            {
                throw new ComputerUnavailableException(Life.Phase);
            }
        }
    }

    private async Task BreakAsync()
    {
        BootstrapRun? bootstrap = null;
        ExecRun[] runs;
        lock (computer.Lock)
        {
            if (Life.Phase == ComputerPhase.Bootstrapping)
            {
                // The run itself says that it failed.
                bootstrap = computer.Bootstraps.Latest;
            }
            else
            {
                Life.Become(ComputerPhase.Error);
            }

            runs = [.. computer.Execs.Runs];
        }

        await Task.WhenAll([bootstrap?.KillAsync(ComputerPhase.Error) ?? Task.CompletedTask, .. runs.Select(run => run.DestroyAsync()), computer.Programs.StopAllAsync()])
            .ConfigureAwait(false);
        lock (computer.Lock)
        {
            // The bootstrap may have succeeded just before it was told to end.
            if (Life.Phase == ComputerPhase.Ready)
            {
                Life.Become(ComputerPhase.Error);
            }
        }

        await computer.Processes.StopAllAsync().ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Error, "Computer {ComputerId} of agent {AgentId} could not go idle; it tries again later.")]
    private static partial void LogNotIdled(ILogger logger, string computerId, string agentId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The folders of computer {ComputerId} of agent {AgentId} can't be made again; it takes no commands until it is bootstrapped anew.")]
    private static partial void LogBroken(ILogger logger, string computerId, string agentId, Exception exception);
}
