using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Programs;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>What every computer of a backend shares.</summary>
/// <param name="DataDirectory">Where the computers and the journals lie.</param>
/// <param name="Path">The PATH of every computer.</param>
/// <param name="RepositoryRewrites">What to clone in place of a repository.</param>
/// <param name="Limits">How much of a command is kept, and for how long.</param>
/// <param name="Store">What survives.</param>
/// <param name="Execs">The commands in the store.</param>
/// <param name="Door">Whom the engine tells, and whom it asks.</param>
/// <param name="Shell">Runs commands.</param>
/// <param name="ComputerProcesses">What the processes of all computers share.</param>
/// <param name="IdleAfter">How long after its last command a computer is idle; may be infinite.</param>
/// <param name="Clock">Every clock.</param>
/// <param name="Logger">Where the engine logs.</param>
internal sealed record ComputerServices(
    string DataDirectory,
    string Path,
    IReadOnlyDictionary<string, string> RepositoryRewrites,
    ExecLimits Limits,
    Store Store,
    ExecStore Execs,
    Door Door,
    Shell Shell,
    ComputerProcessServices ComputerProcesses,
    TimeSpan IdleAfter,
    TimeProvider Clock,
    ILogger Logger)
{
    /// <summary>Writes to the files of the journals; null for the system's own way.</summary>
    public WriteBytes? WriteJournal { get; init; }

    /// <summary>Whether a status stays the same for its ten seconds also when the computer has changed.</summary>
    public bool KeepsStatusAcrossMoves { get; init; }

    /// <summary>Which of the next creations are to fail.</summary>
    public CreationFaults CreationFaults { get; } = new();

    /// <summary>Starts programs without a shell.</summary>
    public ProgramStarter Programs => field ??= new(ComputerProcesses.Host, Clock, Names, Shell.Isolation);

    public HostNames Names => ComputerProcesses.Names;

    public string ComputersFolder { get; } = System.IO.Path.Combine(DataDirectory, "computers");

    public string JournalFolder { get; } = System.IO.Path.Combine(DataDirectory, "journals");

    /// <summary>A command that ended before this moment is forgotten, and its key is free.</summary>
    public DateTimeOffset OldestKeptEnd => Clock.GetUtcNow() - Limits.KeyRetention;

    /// <summary>The output of a command that ended at this moment or before is no longer kept.</summary>
    public DateTimeOffset OldestKeptOutput => Clock.GetUtcNow() - Limits.JournalRetention;

    /// <summary>Where the journal of a command or a bootstrap lies; the names of its files begin with this.</summary>
    public string JournalPath(string id) => System.IO.Path.Combine(JournalFolder, id);
}
