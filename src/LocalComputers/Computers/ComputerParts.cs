using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Shells;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>
/// What one computer is made of. <see cref="Lock"/> guards its state, its commands and its bootstraps, and is held for an instant only.
/// Whatever takes time and must not cross (idling, waking, stopping, making and removing the folder) takes its turn in <see cref="Turns"/>.
/// </summary>
internal sealed partial class ComputerParts
{
    private volatile IReadOnlyDictionary<string, string>? _environment;

    /// <param name="record">What was stored of the computer last.</param>
    /// <param name="services">What the computers of a backend share.</param>
    public ComputerParts(ComputerRecord record, ComputerServices services)
    {
        Services = services;
        Files = new(record.AgentId, services);
        Processes = new(services.ComputerProcesses, record.ComputerId, Files.Folder.Root);
        Looks = new(services.Clock, Processes, Files.Folder, services.KeepsStatusAcrossMoves);
        Life = new(record, services, Looks.Forget);
        Execs = new(record.AgentId, services);
        Idle = new(Life, new(services.IdleAfter, services.Clock, () => Moves!.GoIdleAsync()));
        Bootstraps = new(this);
        Programs = new(this);
        Moves = new(this);
    }

    public Lock Lock { get; } = new();

    public Turns Turns { get; } = new();

    public ComputerServices Services { get; }

    public ComputerFiles Files { get; }

    public ComputerProcesses Processes { get; }

    public ComputerLooks Looks { get; }

    public StoredLifecycle Life { get; }

    public ComputerExecs Execs { get; }

    public IdleTimer Idle { get; }

    public ComputerBootstraps Bootstraps { get; }

    public ComputerPrograms Programs { get; }

    public ComputerMoves Moves { get; }

    /// <summary>What its processes find in their environment. A running command keeps it, so the commands of a computer share one.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment ??= ComputerEnvironment.Of(Life.ComputerId, Files.Folder, Services.Path, Services.Names);

    /// <summary>
    /// Removes a journal that was begun for a command or a bootstrap that is not taken on after all; call it without the lock. It never throws: the
    /// caller is told why nothing was taken on.
    /// </summary>
    public void RemoveUnused(Journal journal)
    {
        try
        {
            journal.Remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusedStays(Services.Logger, Life.AgentId, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An unused journal of agent {AgentId}'s computer could not be removed; the next start removes it.")]
    private static partial void LogUnusedStays(ILogger logger, string agentId, Exception exception);
}
