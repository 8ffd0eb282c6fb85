using System.Collections.Concurrent;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>The computers of a backend, by the agent that each belongs to.</summary>
internal sealed class ComputerRegistry : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ComputerServices _services;
    private readonly ITimer _sweeper;
    private readonly ConcurrentDictionary<string, Computer> _computers = new(StringComparer.Ordinal);
    private volatile bool _disposed;

    public ComputerRegistry(ComputerServices services)
    {
        _services = services;
        _sweeper = services.Clock.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public Computer GetOrAdd(string agentId)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _computers.GetOrAdd(agentId, id => new(id, _services));
    }

    public Computer? Find(string agentId) => _computers.GetValueOrDefault(agentId);

    /// <summary>Ends an agent's computer, if it has one, and returns it.</summary>
    public async Task<Computer?> RemoveAsync(string agentId)
    {
        if (_computers.TryRemove(agentId, out var computer))
        {
            await computer.DisposeAsync().ConfigureAwait(false);
        }

        return computer;
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _sweeper.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_computers.Keys.Select(RemoveAsync)).ConfigureAwait(false);
    }

    private void Sweep()
    {
        foreach (var computer in _computers.Values)
        {
            computer.Sweep();
        }

        _services.Limiter?.Sweep();
    }
}
