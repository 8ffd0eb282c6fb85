using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>Looks at what a computer is doing, at most once in ten seconds unless its state has changed.</summary>
/// <param name="clock">The clock.</param>
/// <param name="processes">The computer's processes.</param>
/// <param name="folder">The computer's files.</param>
/// <param name="keepsAcrossMoves">Whether a look is good for its ten seconds also when the state has changed meanwhile.</param>
internal sealed class ComputerLooks(TimeProvider clock, ComputerProcesses processes, ComputerFolder folder, bool keepsAcrossMoves = false)
    : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly DiskUse _disk = new(ended => FileTree.Measure(folder.Root, ended), clock);
    private (ComputerReport Report, long At)? _cached;
    private (Task<ComputerReport> Task, int Changes)? _look;
    private TestsEnded? _lastTests;
    private int _changes;

    /// <summary>The latest look, or a new look, which is shared by all who ask for one meanwhile.</summary>
    /// <param name="readFacts">Tells what is known of the computer, and how large its disk is; called only for a new look.</param>
    public Task<ComputerReport> ReadAsync(Func<(ComputerFacts Facts, long DiskTotal)> readFacts)
    {
        lock (_lock)
        {
            if (_cached is { } cached && clock.GetElapsedTime(cached.At) < Lifetime)
            {
                return Task.FromResult(cached.Report);
            }

            var changes = _changes;
            if (_look is not { Task.IsCompleted: false } running || running.Changes != changes)
            {
                _look = running = (Task.Run(() => LookAsync(readFacts, changes)), changes);
            }

            return running.Task;
        }
    }

    /// <summary>Ends when no measurement runs any more.</summary>
    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    /// <summary>The phase has changed, so the latest look is out of date.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            ForgetLocked();
        }
    }

    /// <summary>A command that runs tests has ended.</summary>
    public void TestsEnded(TestsEnded tests)
    {
        lock (_lock)
        {
            _lastTests = tests;
            ForgetLocked();
        }
    }

    private void ForgetLocked()
    {
        if (!keepsAcrossMoves)
        {
            _cached = null;
            _changes++;
        }
    }

    private async Task<ComputerReport> LookAsync(Func<(ComputerFacts Facts, long DiskTotal)> readFacts, int changes)
    {
        var (facts, diskTotal) = readFacts();
        var used = await _disk.ReadAsync().ConfigureAwait(false);
        var all = await processes.AllAsync().ConfigureAwait(false);
        var ports = ListeningPorts.Of([.. all.Select(process => process.Id)]);
        lock (_lock)
        {
            var report = new ComputerReport(facts, ports.Count == 0 ? null : ports[0], used, diskTotal, _lastTests);
            _cached = changes == _changes ? (report, clock.GetTimestamp()) : null;
            return report;
        }
    }
}
