using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.ReferenceBackend.Shells;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Idling, waking, stopping, failing, destroying: each takes its turn.</summary>
internal sealed partial class Computer
{
    /// <summary>Ends every process and keeps the files, as a provider does that stops a machine. The next command wakes it.</summary>
    /// <exception cref="InvalidOperationException">A computer in this state can't be stopped.</exception>
    public Task StopAsync() => TakeTurnAsync(async () =>
    {
        ExecRun[] runs;
        lock (_lock)
        {
            Become(ComputerLifecycleStatus.Stopped);
            runs = [.. _execs.Runs];
        }

        await Task.WhenAll(runs.Select(run => run.StopAsync())).ConfigureAwait(false);
        await Processes.StopAllAsync().ConfigureAwait(false);
    });

    /// <summary>Breaks the computer: every process ends, and only a new bootstrap mends it.</summary>
    /// <exception cref="InvalidOperationException">A computer in this state can't fail.</exception>
    public Task FailAsync() => TakeTurnAsync(BreakAsync);

    /// <summary>Kills everything on the computer and removes its files. What its commands said can still be read.</summary>
    /// <exception cref="InvalidOperationException">It is destroyed already.</exception>
    public Task DestroyAsync() => TakeTurnAsync(async () =>
    {
        BootstrapRun[] bootstraps;
        ExecRun[] runs;
        lock (_lock)
        {
            if (!_isDeleted || _lifecycle.Status != ComputerLifecycleStatus.Destroyed)
            {
                Become(ComputerLifecycleStatus.Destroyed);
            }

            bootstraps = [.. _bootstraps];
            runs = [.. _execs.Runs];
        }

        await Task.WhenAll([.. bootstraps.Select(run => run.KillAsync(ComputerLifecycleStatus.Destroyed)), .. runs.Select(run => run.DestroyAsync())])
            .ConfigureAwait(false);
        await Processes.StopAllAsync().ConfigureAwait(false);
        TellLeft(await _folder.RemoveAsync().ConfigureAwait(false));
    });

    /// <summary>Destroys the computer for good, because its agent is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDeleted = true;
        }

        await _idle.DisposeAsync().ConfigureAwait(false);
        await _statusReader.DisposeAsync().ConfigureAwait(false);
        await DestroyAsync().ConfigureAwait(false);
        IAsyncDisposable[] runs;
        lock (_lock)
        {
            runs = [.. _bootstraps, .. _execs.Runs];
        }

        foreach (var run in runs)
        {
            try
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The others' are removed all the same, and the next start removes what stays of this one.
                LogJournalStays(_services.Logger, AgentId, e);
            }
        }
    }

    private async Task BreakAsync()
    {
        BootstrapRun? bootstrap = null;
        ExecRun[] runs;
        lock (_lock)
        {
            if (_lifecycle.Status == ComputerLifecycleStatus.Bootstrapping)
            {
                // The run itself says that it failed.
                bootstrap = _bootstraps[^1];
            }
            else
            {
                Become(ComputerLifecycleStatus.Error);
            }

            runs = [.. _execs.Runs];
        }

        await Task.WhenAll([bootstrap?.KillAsync(ComputerLifecycleStatus.Error) ?? Task.CompletedTask, .. runs.Select(run => run.DestroyAsync())])
            .ConfigureAwait(false);
        lock (_lock)
        {
            // The bootstrap may have come to its good end just before it was told to end.
            if (_lifecycle.Status == ComputerLifecycleStatus.Ready)
            {
                Become(ComputerLifecycleStatus.Error);
            }
        }

        await Processes.StopAllAsync().ConfigureAwait(false);
    }

    /// <summary>A command may have removed what every command needs. If that can't be mended, the computer is broken, and all that runs on it ends.</summary>
    /// <exception cref="ComputerUnavailableException">Only a new bootstrap mends it.</exception>
    private Task MendFolderAsync(CancellationToken cancellationToken) => TakeTurnAsync(
        async () =>
        {
            ComputerSetup setup;
            lock (_lock)
            {
                if (_isDeleted || _isClosed || !_lifecycle.TakesCommands)
                {
                    // Then the folders may be gone for good, and the caller is refused.
                    return;
                }

                setup = _setup!;
            }

            try
            {
                if (_folder.Mend())
                {
                    new LoginProfile(_services.Path, setup.EnvVars).WriteProfile(_folder);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && !StoreException.MeansFullDisk(e))
            {
                LogBroken(_services.Logger, Id, AgentId, e);
                await BreakAsync().ConfigureAwait(false);
                throw new ComputerUnavailableException(ComputerLifecycleStatus.Error);
            }
        },
        cancellationToken);

    /// <summary>Sees to it that a command can run: the first one that finds the computer asleep wakes it, and those beside it find it awake.</summary>
    /// <exception cref="ComputerUnavailableException">It is gone.</exception>
    private Task WakeAsync(CancellationToken cancellationToken) => TakeTurnAsync(
        () =>
        {
            var isThere = _folder.Exists;
            lock (_lock)
            {
                if (_lifecycle.Sleeps)
                {
                    Become(ComputerLifecycleStatus.Waking);
                }

                // Also one that could not be stored by whoever began it.
                if (_lifecycle.Status == ComputerLifecycleStatus.Waking)
                {
                    Become(isThere ? ComputerLifecycleStatus.Ready : ComputerLifecycleStatus.Error);
                }

                return _lifecycle.Status == ComputerLifecycleStatus.Ready
                    ? Task.CompletedTask
                    : throw new ComputerUnavailableException(_lifecycle.Status);
            }
        },
        cancellationToken);

    private Task GoIdleAsync() => TakeTurnAsync(async () =>
    {
        lock (_lock)
        {
            if (_lifecycle.Status != ComputerLifecycleStatus.Ready || _running > 0 || _isDeleted || _isClosed || !_idle.IsDue)
            {
                // Something came in between; when that has ended, the time begins anew.
                return;
            }

            try
            {
                Become(ComputerLifecycleStatus.Idle);
            }
            catch (Exception e)
            {
                LogNotIdled(_services.Logger, Id, AgentId, e);
                WatchForIdleness();
                return;
            }
        }

        await Processes.StopAllAsync().ConfigureAwait(false);
    });

    [LoggerMessage(LogLevel.Error, "Computer {ComputerId} of agent {AgentId} could not go idle; it tries again later.")]
    private static partial void LogNotIdled(ILogger logger, string computerId, string agentId, Exception exception);

    [LoggerMessage(LogLevel.Error, "The folders of computer {ComputerId} of agent {AgentId} can't be made again; it takes no commands until it is bootstrapped anew.")]
    private static partial void LogBroken(ILogger logger, string computerId, string agentId, Exception exception);

    // Told once: who asked for the removal has got what it wanted, a computer that is gone.
    private void TellLeft(string? left)
    {
        if (left is not null)
        {
            LogFilesStay(_services.Logger, AgentId, left);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A journal of agent {AgentId}'s computer could not be removed; the next start tries again.")]
    private static partial void LogJournalStays(ILogger logger, string agentId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Files of agent {AgentId}'s computer could not be removed, and the next start tries again: {Left}")]
    private static partial void LogFilesStay(ILogger logger, string agentId, string left);

    private void WatchForIdleness()
    {
        if (_running == 0 && _lifecycle.Status == ComputerLifecycleStatus.Ready && !_isDeleted && !_isClosed)
        {
            _idle.Start();
        }
    }

    private async Task TakeTurnAsync(Func<Task> action, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await action().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
