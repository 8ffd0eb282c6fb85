using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Computers.Journals;
using Flapjack.ReferenceBackend.Shells;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Setting the computer up, for the first time or anew.</summary>
internal sealed partial class Computer
{
    /// <summary>The latest bootstrap's log; null when there was no bootstrap.</summary>
    public Journal? BootstrapLog
    {
        get
        {
            lock (_lock)
            {
                return _bootstraps.Count == 0 ? null : _bootstraps[^1].Journal;
            }
        }
    }

    /// <summary>Starts a bootstrap unless one is running or has succeeded. A failed or destroyed computer is made anew.</summary>
    /// <param name="setup">What to set up, if anything is.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="saveAgent">Stores the agent as it is asked for, by the change that begins the bootstrap; not called when none begins.</param>
    /// <returns>The computer's status, and its latest run with the setup that belongs to it; null when its agent is being deleted.</returns>
    /// <exception cref="ObjectDisposedException">The backend is closing; the computer is for the next process.</exception>
    public (ComputerLifecycleStatus Status, string RunId, ComputerSetup Setup)? EnsureBootstrapped(
        ComputerSetup setup, AuditActor actor, Action<StoreSession> saveAgent)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_isDeleted)
            {
                return null;
            }

            if (_setup is null || _lifecycle.Allows(ComputerLifecycleStatus.Bootstrapping))
            {
                StartBootstrap(setup, actor, saveAgent);
            }

            return (_lifecycle.Status, _bootstraps[^1].Id, _setup!);
        }
    }

    private void StartBootstrap(ComputerSetup setup, AuditActor actor, Action<StoreSession> saveAgent)
    {
        var id = Guid.CreateVersion7().ToString();
        var isRepeat = _bootstraps.Count > 0;
        // Its log first: a computer that is bootstrapping without one would be that for ever.
        var journal = new Journal(_services.JournalPath(id), $"{id}:", write: _services.WriteJournal);
        try
        {
            Become(ComputerLifecycleStatus.Bootstrapping, db =>
            {
                saveAgent(db);
                BootstrapRunStore.Add(db, new(id, AgentId, setup, _services.Clock.GetUtcNow()) { Actor = actor });
            });
        }
        catch
        {
            journal.Dispose();
            throw;
        }

        var run = new BootstrapRun(id, journal, _services.Logger);
        var environment = ComputerEnvironment.Of(Id, _folder, _services.Path);
        var login = new LoginProfile(_services.Path, setup.EnvVars);
        _setup = setup;
        _isMade = true;
        Processes.Limits = SizeClasses.LimitsOf(setup.SizeClass);
        _bootstraps.Add(run);
        run.Start(
            cancellationToken => MakeFolderAsync(setup, isRepeat, cancellationToken),
            BootstrapSteps.Of(setup, _folder, _services.RepositoryRewrites),
            (step, output, cancellationToken) => _services.Shell.RunAsync(
                new(Processes, id, step.Command, step.WorkingDirectory, environment, Timeout.InfiniteTimeSpan, _folder) { HostPaths = step.HostPaths, Login = login },
                output,
                cancellationToken),
            outcome => Settle(run, outcome));
    }

    private Task MakeFolderAsync(ComputerSetup setup, bool isRepeat, CancellationToken cancellationToken) => TakeTurnAsync(
        async () =>
        {
            if (isRepeat)
            {
                // What the earlier one left running would go on in folders that are gone.
                await Processes.StopAllAsync().ConfigureAwait(false);
            }

            try
            {
                _services.CreationFaults.ThrowIfAny();
                TellLeft(await _folder.ResetAsync().ConfigureAwait(false));
                var login = new LoginProfile(_services.Path, setup.EnvVars);
                login.WriteProfile(_folder);
                login.EnsureIn(_folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                TellLeft(await _folder.RemoveAsync().ConfigureAwait(false));
                throw new ComputerNotMadeException(e);
            }
        },
        cancellationToken);

    private void Settle(BootstrapRun run, BootstrapOutcome outcome)
    {
        lock (_lock)
        {
            // A run that was cut short, because its computer went, decides nothing any more.
            if (run == _bootstraps[^1] && _lifecycle.Status == ComputerLifecycleStatus.Bootstrapping)
            {
                _isMade = outcome.IsMade;
                var end = new BootstrapEnd(_services.Clock.GetUtcNow(), outcome.Status, outcome.ExitCode, outcome.StderrTail);
                try
                {
                    Become(outcome.Status, db => BootstrapRunStore.End(db, run.Id, end), run.Id, end);
                    WatchForIdleness();
                }
                catch
                {
                    // A disk that is full, for example: then it has failed, and can be tried again; so it will be after a restart too.
                    _lifecycle.Move(ComputerLifecycleStatus.Error, () => { });
                    _unstoredEnd = new(run.Id, end with { Status = ComputerLifecycleStatus.Error });
                    _statusReader.Forget();
                    throw;
                }
            }
        }
    }
}
