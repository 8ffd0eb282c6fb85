using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Processes;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Looks at what a computer is doing, at most once in ten seconds unless its state has changed.</summary>
/// <param name="clock">The clock.</param>
/// <param name="processes">The computer's processes.</param>
/// <param name="folder">The computer's files.</param>
/// <param name="keepsAcrossMoves">Whether a look is good for its ten seconds also when the state has changed meanwhile.</param>
internal sealed class ComputerStatusReader(TimeProvider clock, ComputerProcesses processes, ComputerFolder folder, bool keepsAcrossMoves = false)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private static readonly EnumerationOptions Files = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        // A link's target lies elsewhere, or is counted there.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly Lock _reading = new();
    private readonly Lock _lock = new();
    private (ComputerStatus Status, long At)? _cached;
    private JsonElement? _testsLast;
    private int _changes;

    /// <summary>The latest look, or a new one.</summary>
    /// <param name="readState">Tells the state and the size class; called only for a new look.</param>
    public ComputerStatus Read(Func<(ComputerState State, ComputerSizeClass Size)> readState)
    {
        // One walk over the files at a time; the computer goes on meanwhile.
        lock (_reading)
        {
            int changes;
            JsonElement? testsLast;
            lock (_lock)
            {
                if (_cached is { } cached && clock.GetElapsedTime(cached.At) < Lifetime)
                {
                    return cached.Status;
                }

                changes = _changes;
                testsLast = _testsLast;
            }

            var (state, size) = readState();
            var status = new ComputerStatus { Computer = state, Signals = ReadSignals(size, testsLast) };
            lock (_lock)
            {
                _cached = changes == _changes ? (status, clock.GetTimestamp()) : null;
            }

            return status;
        }
    }

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

    private ComputerSignals ReadSignals(ComputerSizeClass size, JsonElement? testsLast)
    {
        var ports = ListeningPorts.Of([.. processes.All().Select(process => process.Id)]);
        return new()
        {
            DevServer = ports.Count == 0 ? null : new() { Port = ports[0], Listening = true },
            Disk = new() { Used = UsedBy(folder), Total = SizeClasses.DiskOf(size) },
            TestsLast = testsLast,
        };
    }

    private static long UsedBy(ComputerFolder folder)
    {
        try
        {
            return new DirectoryInfo(folder.Root).EnumerateFiles("*", Files).Sum(LengthOf);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed since it was listed, or in a folder that tells no more than names.
            return 0;
        }
    }
}
