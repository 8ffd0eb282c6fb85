using System.Collections.Concurrent;
using LocalComputers.Computers.Exec;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>The computers of a backend, by the agent that each belongs to.</summary>
internal sealed partial class ComputerRegistry : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ComputerServices _services;
    private readonly ITimer _sweeper;
    private readonly EarlierComputers _earlier;
    private readonly EndedJournals _endedJournals;
    // A computer that is being taken up has its place already, so that nobody takes it up a second time, nor overlooks it when it is deleted meanwhile.
    private readonly ConcurrentDictionary<string, Lazy<Computer?>> _computers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _removedButStored = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private EarlierFiles? _earlierFiles;
    private Task _removing = Task.CompletedTask;
    private bool _disposed;

    public ComputerRegistry(ComputerServices services)
    {
        _services = services;
        _earlier = new(services, agentId => Find(agentId));
        _endedJournals = new(services);
        _sweeper = services.Clock.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>How many computers are taken up.</summary>
    public int Count => TakenUp.Count();

    /// <summary>Ends when the files are removed that an earlier process has left to nobody.</summary>
    public Task LeftoversRemoved => _removing;

    private IEnumerable<Computer> TakenUp => _computers.Values.Where(place => place.IsValueCreated).Select(place => place.Value).OfType<Computer>();

    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Computer GetOrAdd(string agentId)
    {
        while (true)
        {
            if (ComputerAt(agentId, () => new(agentId, _services)) is { } computer)
            {
                return computer;
            }
        }
    }

    /// <summary>The computer of an agent; null if it has none.</summary>
    /// <exception cref="ObjectDisposedException">The backend is closing, and the computer was not asked for before.</exception>
    public Computer? Find(string agentId) => ComputerAt(agentId, () => null);

    /// <summary>Lets the next creation of a computer fail, whichever agent it is for.</summary>
    public void FailNextCreation() => _services.CreationFaults.Add();

    /// <summary>Deletes an agent's computer with its files and journals, if it has one, and returns it.</summary>
    public async Task<Computer?> RemoveAsync(string agentId)
    {
        if (!_computers.TryRemove(agentId, out var place) || place.Value is not { } computer)
        {
            return null;
        }

        await computer.DeleteAsync().ConfigureAwait(false);
        return computer;
    }

    /// <summary>The same on a full disk, where the computer is removed before the store forgets it. It is not taken up from the store again.</summary>
    public Task<Computer?> RemoveButStoredAsync(string agentId)
    {
        _removedButStored.TryAdd(agentId, true);
        return RemoveAsync(agentId);
    }

    /// <summary>
    /// Takes up what an earlier process left: settles how its commands and bootstraps ended. Call this when no process of an earlier backend runs any more,
    /// and before any call is taken. A computer of which nothing is to be settled is taken up when it is first asked for.
    /// </summary>
    public void Restore(CancellationToken cancellationToken)
    {
        _earlierFiles = new(_services, agentId => Find(agentId));
        new ExecRecovery(_services.Execs, _services.JournalFolder, _services.Door.NewFormat, _services.Door.Execs, _services.Clock).EndAll(
            exec => _services.Door.CommandEnded(
                new(exec.OrgId, exec.AgentId, exec.Actor, exec.Id, _services.Door.Execs.EndOf(exec.Outcome)?.ExitCode, null) { MayBeKnownSince = exec.StartedAt }),
            cancellationToken);
        _earlier.Begin(cancellationToken);
    }

    /// <summary>Begins to remove the files that an earlier process has left to nobody. Call this when calls are taken, because it takes as long as there are files.</summary>
    public void BeginRemovingLeftovers()
    {
        if (_earlierFiles is { } files)
        {
            _removing = Task.Factory.StartNew(() => files.Remove(_ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <summary>Ends every process. What is kept stays for the next process, and everything else is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        await _earlier.DisposeAsync().ConfigureAwait(false);
        await _removing.ConfigureAwait(false);
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_computers.Select(place => EndAsync(place.Key, place.Value))).ConfigureAwait(false);
        _ended.Dispose();
    }

    /// <summary>The computer of an agent, taken up if an earlier process has left it, or else made.</summary>
    private Computer? ComputerAt(string agentId, Func<Computer?> make)
    {
        var place = PlaceOf(agentId, make);
        try
        {
            if (place.Value is { } computer)
            {
                return computer;
            }
        }
        catch
        {
            // The next call tries again.
            _computers.TryRemove(new(agentId, place));
            throw;
        }

        _computers.TryRemove(new(agentId, place));
        return null;
    }

    private Lazy<Computer?> PlaceOf(string agentId, Func<Computer?> make)
    {
        if (_computers.TryGetValue(agentId, out var place))
        {
            return place;
        }

        // The lock keeps disposal from missing a computer that is added meanwhile, which nobody would end.
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _computers.GetOrAdd(agentId, id => new(() => (_removedButStored.ContainsKey(id) ? null : _earlier.TakeUp(id)) ?? make()));
        }
    }

    private async Task EndAsync(string agentId, Lazy<Computer?> place)
    {
        try
        {
            await (!_services.Store.IsFile ? RemoveAsync(agentId) : place.Value?.DisposeAsync().AsTask() ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The other computers end all the same, and so does the backend.
            LogNotEnded(_services.Logger, agentId, e);
        }
    }

    private void Sweep()
    {
        foreach (var computer in TakenUp)
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

        _endedJournals.Remove(agentId => _computers.ContainsKey(agentId));
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
}
