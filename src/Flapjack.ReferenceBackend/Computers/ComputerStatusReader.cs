using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Files;
using Flapjack.ReferenceBackend.Processes;
using Flapjack.ReferenceBackend.Shells;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Looks at what a computer is doing, at most once in ten seconds unless its state has changed.</summary>
/// <param name="clock">The clock.</param>
/// <param name="processes">The computer's processes.</param>
/// <param name="folder">The computer's files.</param>
/// <param name="keepsAcrossMoves">Whether a look is good for its ten seconds also when the state has changed meanwhile.</param>
internal sealed class ComputerStatusReader(TimeProvider clock, ComputerProcesses processes, ComputerFolder folder, bool keepsAcrossMoves = false)
    : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly DiskUse _disk = new(ended => FileTree.Measure(folder.Root, ended), clock);
    private (ComputerStatus Status, long At)? _cached;
    private (Task<ComputerStatus> Task, int Changes)? _look;
    private JsonElement? _testsLast;
    private int _changes;

    /// <summary>The latest look, or a new one, which those who ask meanwhile share.</summary>
    /// <param name="readState">Tells the state and the size class; called only for a new look.</param>
    public Task<ComputerStatus> ReadAsync(Func<(ComputerState State, ComputerSizeClass Size)> readState)
    {
        lock (_lock)
        {
            if (_cached is { } cached && clock.GetElapsedTime(cached.At) < Lifetime)
            {
                return Task.FromResult(cached.Status);
            }

            var changes = _changes;
            if (_look is not { Task.IsCompleted: false } running || running.Changes != changes)
            {
                _look = running = (Task.Run(() => LookAsync(readState, changes)), changes);
            }

            return running.Task;
        }
    }

    /// <summary>Ends when nothing of it runs any more.</summary>
    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    /// <summary>The state has changed: what was seen before it is old.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            ForgetLocked();
        }
    }

    /// <summary>A command that runs tests has ended.</summary>
    public void TestsEnded(string execId, string command, ShellExit exit, TimeSpan duration)
    {
        var tests = new JsonObject
        {
            ["execId"] = execId,
            ["command"] = command,
            ["ok"] = exit.ExitCode == 0,
            ["exitCode"] = exit.ExitCode,
            ["durationMs"] = (long)duration.TotalMilliseconds,
            ["endedAt"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
        };
        lock (_lock)
        {
            _testsLast = JsonSerializer.SerializeToElement(tests);
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

    private async Task<ComputerStatus> LookAsync(Func<(ComputerState State, ComputerSizeClass Size)> readState, int changes)
    {
        var (state, size) = readState();
        var used = await _disk.ReadAsync().ConfigureAwait(false);
        var all = await processes.AllAsync().ConfigureAwait(false);
        var ports = ListeningPorts.Of([.. all.Select(process => process.Id)]);
        lock (_lock)
        {
            var status = new ComputerStatus
            {
                Computer = state,
                Signals = new()
                {
                    DevServer = ports.Count == 0 ? null : new() { Port = ports[0], Listening = true },
                    Disk = used is null ? null : new() { Used = used.Value, Total = SizeClasses.DiskOf(size) },
                    TestsLast = _testsLast,
                },
            };
            _cached = changes == _changes ? (status, clock.GetTimestamp()) : null;
            return status;
        }
    }
}
