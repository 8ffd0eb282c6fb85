using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>How the computers of one door are run.</summary>
internal sealed record HouseSetup
{
    /// <summary>Where the computers, the journals and the store lie.</summary>
    public required DataDirectory Data { get; init; }

    /// <summary>What the engine asks and tells the door that serves the computers.</summary>
    public required Door Door { get; init; }

    /// <summary>What the engine's things are called.</summary>
    public required HostNames Names { get; init; }

    /// <summary>Every clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Where the engine logs.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The PATH of every computer.</summary>
    public required string Path { get; init; }

    /// <summary>How much of a command is kept, and for how long.</summary>
    public required ExecLimits Limits { get; init; }

    /// <summary>How long after its last command a computer is idle; may be infinite.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>How long processes may go on after SIGTERM.</summary>
    public required TimeSpan StopGrace { get; init; }

    /// <summary>The program that isolates computers; null for none.</summary>
    public string? Bubblewrap { get; init; }

    /// <summary>How to do without isolation, as the end of the sentence that says why there can be none.</summary>
    public string OrNone { get; init; } = "";

    /// <summary>Whether isolated computers have the host's network.</summary>
    public bool AllowNetwork { get; init; } = true;

    /// <summary>Further files and folders of the host that isolated computers see.</summary>
    public IReadOnlyList<string> VisiblePaths { get; init; } = [];

    /// <summary>What to clone in place of a repository.</summary>
    public IReadOnlyDictionary<string, string> RepositoryRewrites { get; init; } = new Dictionary<string, string>();

    /// <summary>How many login shells wait for commands.</summary>
    public int ShellsAhead { get; init; }

    /// <summary>Writes to the files of the journals; null for the system's own way.</summary>
    public WriteBytes? WriteJournal { get; init; }

    /// <summary>Whether a status stays the same for its ten seconds also when the computer has changed.</summary>
    public bool KeepsStatusAcrossMoves { get; init; }
}
