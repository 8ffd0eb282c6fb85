using System.Collections.Concurrent;
using LocalComputers.Computers;

namespace AgentComputer.ReferenceBackend.Ports.Proxy;

/// <summary>
/// Tells whether a computer's own processes listen on a port. All computers share the loopback interface, so without this a computer could publish the
/// port of another computer, or of a server of the host.
/// </summary>
internal sealed class ListenedPorts(TimeProvider clock)
{
    // A look reads what all processes of the computer have open. A page asks for many files at once.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Computer, int Port), long> _seen = new();

    /// <summary>Whether the computer listens on the port, or did two seconds ago; true where the system does not tell whose ports are whose.</summary>
    public async Task<bool> HasAsync(Computer computer, int port)
    {
        if (_seen.TryGetValue((computer.Id, port), out var at) && IsFresh(at))
        {
            return true;
        }

        if (await computer.ReadListeningPortsAsync().ConfigureAwait(false) is { } ports)
        {
            Forget();
            if (!ports.Contains(port))
            {
                return false;
            }

            _seen[(computer.Id, port)] = clock.GetTimestamp();
        }

        return true;
    }

    private void Forget()
    {
        foreach (var (key, at) in _seen)
        {
            if (!IsFresh(at))
            {
                _seen.TryRemove(key, out _);
            }
        }
    }

    private bool IsFresh(long at) => clock.GetElapsedTime(at) < Lifetime;
}
