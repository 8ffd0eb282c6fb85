using System.Collections.Concurrent;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using LocalComputers.Files;
using LocalComputers.Journals;
using LocalComputers.Processes;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>The computers of a backend, by the agent that each belongs to.</summary>
internal sealed partial class ComputerRegistry : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ComputerServices _services;
    private readonly ITimer _sweeper;
    private readonly ConcurrentDictionary<string, Computer> _computers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private bool _disposed;

    public ComputerRegistry(ComputerServices services)
    {
        _services = services;
        _sweeper = services.Clock.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Computer GetOrAdd(string agentId)
    {
        // The lock keeps disposal from missing a computer that is added meanwhile, which nobody would end.
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _computers.GetOrAdd(agentId, id => new(id, _services));
        }
    }

    public Computer? Find(string agentId) => _computers.GetValueOrDefault(agentId);

    /// <summary>Lets the next creation of a computer fail, whichever agent it is for.</summary>
    public void FailNextCreation() => _services.CreationFaults.Add();

    /// <summary>Deletes an agent's computer with its files and journals, if it has one, and returns it.</summary>
    public async Task<Computer?> RemoveAsync(string agentId)
    {
        if (_computers.TryRemove(agentId, out var computer))
        {
            await computer.DeleteAsync().ConfigureAwait(false);
        }

        return computer;
    }

    /// <summary>
    /// Takes up what an earlier process left: settles how its commands and bootstraps ended, and removes what belongs to nobody. Call this
    /// when no process of an earlier backend runs any more, and before any call is taken.
    /// </summary>
    public void Restore(CancellationToken cancellationToken)
    {
        new ExecRecovery(_services.Execs, _services.JournalFolder, _services.Door.NewFormat, _services.Door.Execs, _services.Clock).EndAll(
            exec => _services.Door.CommandEnded(
                new(exec.OrgId, exec.AgentId, exec.Actor, exec.Id, _services.Door.Execs.EndOf(exec.Outcome)?.ExitCode, null) { MayBeKnown = true }),
            cancellationToken);

        var runs = new BootstrapRunStore(_services.Store);
        var computers = new ComputerStore(_services.Store);
        foreach (var (agentId, word) in computers.WithUnknownPhase())
        {
            LogUnknownPhase(_services.Logger, agentId, word);
        }

        foreach (var record in computers.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _computers[record.AgentId] = Computer.Restore(record, runs.OfAgent(record.AgentId), _services);
        }

        RemoveLeftovers();
    }

    /// <summary>Ends every process. What is kept stays for the next process, and everything else is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        await _sweeper.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_computers.Values.Select(EndAsync)).ConfigureAwait(false);
    }

    private async Task EndAsync(Computer computer)
    {
        try
        {
            await (_services.Store.IsFile ? computer.DisposeAsync().AsTask() : RemoveAsync(computer.AgentId)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The other computers end all the same, and so does the backend.
            LogNotEnded(_services.Logger, computer.AgentId, e);
        }
    }

    private void RemoveLeftovers()
    {
        var kept = _computers.Values.SelectMany(computer => computer.Journals).ToHashSet(StringComparer.Ordinal);
        if (JournalFolder.RemoveLeftovers(_services.JournalFolder, kept.Contains) is { } journals)
        {
            ProcessLog.LeftoversStay(_services.Logger, _services.JournalFolder, journals);
        }

        foreach (var folder in Directory.Exists(_services.ComputersFolder) ? Directory.GetDirectories(_services.ComputersFolder) : [])
        {
            // The agent was deleted just before the crash, or some of the files could not be removed when it was deleted.
            var name = Path.GetFileName(folder);
            if (!_computers.ContainsKey(name) && _services.Door.OwnsFolder?.Invoke(name) != true && FileTree.Remove(folder) is { } left)
            {
                ProcessLog.LeftoversStay(_services.Logger, folder, left);
            }
        }
    }

    private void Sweep()
    {
        foreach (var computer in _computers.Values)
        {
            try
            {
                computer.Sweep();
            }
            catch (Exception e)
            {
                // On the timer's thread nobody else would catch the exception.
                LogNotSwept(_services.Logger, computer.AgentId, e);
            }
        }

        ForgetOldKeys();
        _services.Door.Swept();
        _services.Store.KeepReserve();
    }

    private void ForgetOldKeys()
    {
        try
        {
            _services.Execs.RemoveEndedBefore(_services.OldestKeptEnd);
        }
        catch (Exception e)
        {
            // The disk is full, for example. Such a key stands for nothing all the same.
            LogKeysStay(_services.Logger, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Agent {AgentId}'s computer could not be ended cleanly.")]
    private static partial void LogNotEnded(ILogger logger, string agentId, Exception exception);

    [LoggerMessage(LogLevel.Error, "What was due for the computer of agent {AgentId} could not be done; it is tried again in a minute.")]
    private static partial void LogNotSwept(ILogger logger, string agentId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Commands that are past the time of their keys could not be removed from the store; it is tried again in a minute.")]
    private static partial void LogKeysStay(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "The store says that the computer of agent {AgentId} is '{Word}', which is no phase that this version knows; the computer is in error until it is bootstrapped anew.")]
    private static partial void LogUnknownPhase(ILogger logger, string agentId, string word);
}
