using System.Security.Cryptography;
using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.ReferenceBackend.Computers.Journals;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>An agent's computer: a folder, a state, and the processes that run in it.</summary>
internal sealed class Computer(string agentId, ComputerServices services) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ComputerFolder _folder = new(Path.Combine(services.DataDirectory, "computers", agentId));
    private readonly List<BootstrapRun> _bootstraps = [];
    private readonly Dictionary<string, ExecRun> _execs = new(StringComparer.Ordinal);
    private ComputerSetup? _setup;
    private bool _isDeleted;
    private ComputerLifecycleStatus _status = ComputerLifecycleStatus.None;
    private DateTimeOffset? _lastUsedAt;
    private (ComputerStatus Status, long At)? _cached;

    public string AgentId => agentId;

    public string Id { get; } = "local-" + NewId();

    /// <summary>How large it was created; null while it has no setup.</summary>
    public ComputerSizeClass? SizeClass
    {
        get
        {
            lock (_lock)
            {
                return _setup?.SizeClass;
            }
        }
    }

    /// <summary>Starts a bootstrap unless one is running or has succeeded. A failed or destroyed computer is made anew.</summary>
    /// <param name="setup">What to set up, if anything is.</param>
    /// <param name="settled">Told how it ended, and of which run.</param>
    /// <returns>The computer's status, and its latest run with the setup that belongs to it; null when its agent is being deleted.</returns>
    public (ComputerLifecycleStatus Status, string RunId, ComputerSetup Setup)? EnsureBootstrapped(ComputerSetup setup, Action<string, BootstrapOutcome> settled)
    {
        lock (_lock)
        {
            if (_isDeleted)
            {
                return null;
            }

            if (_setup is null || _status == ComputerLifecycleStatus.Error || _status == ComputerLifecycleStatus.Destroyed)
            {
                _setup = setup;
                StartBootstrap(setup, settled);
            }

            return (_status, _bootstraps[^1].Id, _setup);
        }
    }

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

    /// <summary>Takes a command on, to be started by the caller, or finds the one that the same key stands for.</summary>
    /// <exception cref="KeyReusedException">The key stands for another command.</exception>
    /// <exception cref="ExecGoneException">The key's command has run, and its output is no longer kept.</exception>
    /// <exception cref="ComputerUnavailableException">The computer takes no commands now.</exception>
    /// <exception cref="DirectoryNotFoundException">The working directory is not there, or not inside the workspace.</exception>
    public (ExecRun Run, bool IsNew) AddOrFindExec(string orgId, ExecRequest request)
    {
        lock (_lock)
        {
            ForgetOldKeys();
            var known = request.IdempotencyKey is { } key ? services.Execs.FindByKey(orgId, agentId, key) : null;
            return known is null ? (AddExec(orgId, request), true)
                : known.BodyHash is not null && !known.BodyHash.AsSpan().SequenceEqual(request.BodyHash()) ? throw new KeyReusedException()
                : (FindExec(known), false);
        }
    }

    /// <summary>A command of this computer; null when there was none of that id.</summary>
    /// <exception cref="ExecGoneException">It has run, and its output is no longer kept.</exception>
    public ExecRun? FindExec(string execId)
    {
        lock (_lock)
        {
            return services.Execs.Find(agentId, execId) is { } record ? FindExec(record) : null;
        }
    }

    /// <summary>Stops the command that a key stands for; where there is none yet, none may come any more.</summary>
    public Task StopKeyAsync(string orgId, string key)
    {
        lock (_lock)
        {
            ForgetOldKeys();
            if (services.Execs.FindByKey(orgId, agentId, key) is { } known)
            {
                return _execs.TryGetValue(known.Id, out var run) ? run.StopAsync() : Task.CompletedTask;
            }

            var now = services.Clock.GetUtcNow();
            services.Execs.Add(new(
                "exec_" + NewId(), orgId, agentId, key, null, now, now, ExecOutcome.Error("EXEC_STOPPED", "The command was stopped before it started.")));
            return Task.CompletedTask;
        }
    }

    /// <summary>Removes the journals whose time is over.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            foreach (var run in _execs.Values.Where(IsOver).ToArray())
            {
                Remove(run);
            }
        }
    }

    /// <summary>The state and the signals; up to ten seconds old, unless the state has changed.</summary>
    public ComputerStatus GetStatus()
    {
        lock (_lock)
        {
            if (_cached is { } cached && services.Clock.GetElapsedTime(cached.At) < TimeSpan.FromSeconds(10))
            {
                return cached.Status;
            }

            var status = ReadStatus();
            _cached = (status, services.Clock.GetTimestamp());
            return status;
        }
    }

    /// <summary>Kills everything on the computer and removes its files. What its commands said can still be read.</summary>
    public async Task DestroyAsync()
    {
        BootstrapRun[] bootstraps;
        ExecRun[] execs;
        lock (_lock)
        {
            Become(ComputerLifecycleStatus.Destroyed);
            bootstraps = [.. _bootstraps];
            execs = [.. _execs.Values];
        }

        await Task.WhenAll([.. bootstraps.Select(run => run.KillAsync()), .. execs.Select(exec => exec.DestroyAsync())]).ConfigureAwait(false);
        await services.Shell.KillComputerAsync(Id).ConfigureAwait(false);
        _folder.Remove();
    }

    /// <summary>Destroys the computer for good, because its agent is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDeleted = true;
        }

        await DestroyAsync().ConfigureAwait(false);
        IAsyncDisposable[] runs;
        lock (_lock)
        {
            runs = [.. _bootstraps, .. _execs.Values];
        }

        foreach (var run in runs)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void ForgetOldKeys() => services.Execs.RemoveEndedBefore(services.Clock.GetUtcNow() - services.Limits.KeyRetention);

    private ExecRun AddExec(string orgId, ExecRequest request)
    {
        if (_status != ComputerLifecycleStatus.Ready)
        {
            throw new ComputerUnavailableException(_status);
        }

        var workingDirectory = _folder.Resolve(request.WorkingDir)
            ?? throw new DirectoryNotFoundException($"workingDir '{request.WorkingDir}' must be a directory inside /workspace that exists.");
        var id = "exec_" + NewId();
        var now = services.Clock.GetUtcNow();
        services.Execs.Add(new(id, orgId, agentId, request.IdempotencyKey, request.BodyHash(), now, null, null));
        _lastUsedAt = now;
        return _execs[id] = new(
            new(id, request.Command, workingDirectory, ComputerEnvironment.Of(Id, _folder, services.Path), request.Timeout),
            Id,
            services.Shell,
            Path.Combine(services.DataDirectory, "journals", id),
            services.Naming,
            services.Limits,
            services.Execs,
            services.Clock,
            services.Logger);
    }

    private ExecRun FindExec(ExecRecord record)
    {
        if (_execs.TryGetValue(record.Id, out var run) && IsOver(run))
        {
            Remove(run);
            run = null;
        }

        return run ?? throw new ExecGoneException(record);
    }

    private bool IsOver(ExecRun run) => run.EndedAt + services.Limits.JournalRetention <= services.Clock.GetUtcNow();

    private void Remove(ExecRun run)
    {
        _execs.Remove(run.Id);
        run.RemoveJournal();
    }

    private void StartBootstrap(ComputerSetup setup, Action<string, BootstrapOutcome> settled)
    {
        Become(ComputerLifecycleStatus.Bootstrapping);
        var isRepeat = _bootstraps.Count > 0;
        var id = Guid.CreateVersion7().ToString();
        var run = new BootstrapRun(id, new Journal(Path.Combine(services.DataDirectory, "journals", id), $"{id}:"), services.Logger);
        _bootstraps.Add(run);
        var environment = ComputerEnvironment.Of(Id, _folder, services.Path);
        run.Start(
            async () =>
            {
                if (isRepeat)
                {
                    // What the earlier one left running would go on in folders that are gone.
                    await services.Shell.KillComputerAsync(Id).ConfigureAwait(false);
                }

                _folder.Reset(services.Path, setup.EnvVars);
            },
            BootstrapSteps.Of(setup, _folder, services.RepositoryRewrites),
            (step, output, cancellationToken) => services.Shell.RunAsync(
                new(id, step.Command, step.WorkingDirectory, environment, Timeout.InfiniteTimeSpan), output, cancellationToken),
            outcome =>
            {
                lock (_lock)
                {
                    Become(_status == ComputerLifecycleStatus.Destroyed ? _status : outcome.Status);
                }

                settled(id, outcome);
            });
    }

    private ComputerStatus ReadStatus() => new()
    {
        Computer = new()
        {
            Id = Id,
            Status = _status,
            BootstrapRunId = _bootstraps.Count == 0 ? null : _bootstraps[^1].Id,
            LastUsedAt = _lastUsedAt,
        },
        Signals = ComputerSignalsReader.Read(services.Processes, Id, _folder, _setup?.SizeClass ?? ComputerSizeClass.Medium),
    };

    private void Become(ComputerLifecycleStatus status)
    {
        _status = status;
        _cached = null;
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
