using System.Security.Cryptography;
using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>An agent's computer: a folder, a state, and the processes that run in it.</summary>
internal sealed class Computer(string agentId, ComputerServices services) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ComputerFolder _folder = new(Path.Combine(services.DataDirectory, "computers", agentId));
    private readonly List<BootstrapRun> _bootstraps = [];
    private readonly HashSet<ExecRun> _execs = [];
    private ComputerSetup? _setup;
    private ComputerLifecycleStatus _status = ComputerLifecycleStatus.None;
    private DateTimeOffset? _lastUsedAt;
    private (ComputerStatus Status, long At)? _cached;

    public string AgentId => agentId;

    public string Id { get; } = "local-" + NewId();

    /// <summary>Starts a bootstrap unless one is running or has succeeded. A failed or destroyed computer is made anew.</summary>
    /// <param name="setup">What to set up, if anything is.</param>
    /// <param name="settled">Told how it ended, and of which run.</param>
    /// <returns>The computer's status, and its latest run with the setup that belongs to it.</returns>
    public (ComputerLifecycleStatus Status, string RunId, ComputerSetup Setup) EnsureBootstrapped(ComputerSetup setup, Action<string, BootstrapOutcome> settled)
    {
        lock (_lock)
        {
            if (_setup is null || _status == ComputerLifecycleStatus.Error || _status == ComputerLifecycleStatus.Destroyed)
            {
                _setup = setup;
                StartBootstrap(setup, settled);
            }

            return (_status, _bootstraps[^1].Id, _setup);
        }
    }

    /// <summary>Attaches to the latest bootstrap's log, at its first frame; null when there was no bootstrap.</summary>
    public JournalReader? OpenBootstrapLog()
    {
        lock (_lock)
        {
            return _bootstraps.Count == 0 ? null : _bootstraps[^1].OpenReader();
        }
    }

    /// <summary>Takes a command on; it runs when it is started, and is over when it is handed to <see cref="EndExecAsync"/>.</summary>
    /// <exception cref="ComputerUnavailableException">The computer takes no commands now.</exception>
    /// <exception cref="DirectoryNotFoundException">The working directory is not there, or not inside the workspace.</exception>
    public ExecRun CreateExec(ExecRequest request)
    {
        lock (_lock)
        {
            if (_status != ComputerLifecycleStatus.Ready)
            {
                throw new ComputerUnavailableException(_status);
            }

            var workingDirectory = _folder.Resolve(request.WorkingDir)
                ?? throw new DirectoryNotFoundException($"workingDir '{request.WorkingDir}' must be a directory inside /workspace that exists.");
            _lastUsedAt = services.Clock.GetUtcNow();
            var id = "exec_" + NewId();
            var exec = new ExecRun(
                new(id, request.Command, workingDirectory, ComputerEnvironment.Of(Id, _folder, services.Path), request.Timeout),
                Id,
                services.Shell,
                new Journal(Path.Combine(services.DataDirectory, "journals", id), ""),
                services.Naming,
                services.Clock,
                services.Logger);
            _execs.Add(exec);
            return exec;
        }
    }

    /// <summary>Kills a command if it still runs, and forgets it.</summary>
    public async Task EndExecAsync(ExecRun exec)
    {
        lock (_lock)
        {
            _execs.Remove(exec);
        }

        await exec.DisposeAsync().ConfigureAwait(false);
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

    /// <summary>Kills everything on the computer and removes its files.</summary>
    public async Task DestroyAsync()
    {
        BootstrapRun[] bootstraps;
        ExecRun[] execs;
        lock (_lock)
        {
            Become(ComputerLifecycleStatus.Destroyed);
            bootstraps = [.. _bootstraps];
            execs = [.. _execs];
        }

        await Task.WhenAll([.. bootstraps.Select(run => run.KillAsync()), .. execs.Select(exec => exec.DestroyAsync())]).ConfigureAwait(false);
        await services.Shell.KillComputerAsync(Id).ConfigureAwait(false);
        _folder.Remove();
    }

    public async ValueTask DisposeAsync()
    {
        await DestroyAsync().ConfigureAwait(false);
        foreach (var run in _bootstraps)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void StartBootstrap(ComputerSetup setup, Action<string, BootstrapOutcome> settled)
    {
        Become(ComputerLifecycleStatus.Bootstrapping);
        var id = Guid.CreateVersion7().ToString();
        var run = new BootstrapRun(id, new Journal(Path.Combine(services.DataDirectory, "journals", id), $"{id}:"), services.Logger);
        _bootstraps.Add(run);
        var environment = ComputerEnvironment.Of(Id, _folder, services.Path);
        run.Start(
            () => _folder.Reset(services.Path, setup.EnvVars),
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
