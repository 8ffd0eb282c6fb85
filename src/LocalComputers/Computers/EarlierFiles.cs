using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using LocalComputers.Files;
using LocalComputers.Journals;
using LocalComputers.Processes;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>
/// Removes the files that an earlier process has left and that belong to nobody any more: those of deleted agents, of destroyed computers, and journals
/// that nobody can ask for. That takes as long as there are files, so it is done behind the server, in a task of its own.
/// </summary>
internal sealed partial class EarlierFiles
{
    private const int PageSize = 1_000;

    private readonly ComputerServices _services;
    private readonly Action<string> _takeUp;
    private readonly DateTimeOffset _begin;
    // By the clock of the file system, which may differ from ours: what was written later is not left by an earlier process.
    private readonly DateTime? _firstWrite;

    /// <param name="services">What the computers of a backend share.</param>
    /// <param name="takeUp">Takes up the computer of an agent, which then settles what has become of its files.</param>
    public EarlierFiles(ComputerServices services, Action<string> takeUp)
    {
        (_services, _takeUp) = (services, takeUp);
        _begin = services.Clock.GetUtcNow();
        _firstWrite = TimeOfWriteIn(services.JournalFolder);
    }

    /// <summary>Removes them. What can't be removed is logged, and the next start tries again.</summary>
    public void Remove(CancellationToken cancellationToken)
    {
        try
        {
            SettleComputers(cancellationToken);
            RemoveJournals(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The backend ends. The next start goes on with it.
        }
        catch (Exception e)
        {
            LogNotRemoved(_services.Logger, e);
        }
    }

    private void SettleComputers(CancellationToken cancellationToken)
    {
        // The folders are listed before the store is read: a computer is stored before its folder is made, so each folder that is not a leftover has its row.
        HashSet<string> folders = Directory.Exists(_services.ComputersFolder)
            ? [.. Directory.EnumerateDirectories(_services.ComputersFolder).Select(folder => Path.GetFileName(folder))]
            : [];
        var store = new ComputerStore(_services.Store);
        for (var page = store.Page("", PageSize); page.Count > 0; page = store.Page(page[^1].AgentId, PageSize))
        {
            foreach (var (agentId, phase) in page)
            {
                // When an agent is deleted on a full disk, its computer's files go first; and a crash may come while the files of a destroyed computer go.
                // A computer that was made meanwhile has no folder in the list, but it is taken up already, and so this changes nothing.
                var hasFiles = folders.Remove(agentId);
                if (hasFiles ? phase == ComputerPhase.Destroyed : phase != ComputerPhase.Destroyed && phase != ComputerPhase.Error && phase != ComputerPhase.Bootstrapping)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    _takeUp(agentId);
                }
            }
        }

        foreach (var name in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The agent was deleted just before the crash, or some of the files could not be removed when it was deleted.
            var folder = Path.Combine(_services.ComputersFolder, name);
            if (_services.Door.OwnsFolder?.Invoke(name) != true && FileTree.Remove(folder) is { } left)
            {
                ProcessLog.LeftoversStay(_services.Logger, folder, left);
            }
        }
    }

    private void RemoveJournals(CancellationToken cancellationToken)
    {
        if (_firstWrite is not { } firstWrite)
        {
            return;
        }

        var names = JournalFolder.NamesIn(_services.JournalFolder);
        foreach (var some in names.Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var nobodys = NobodysOf([.. some.Select(name => Path.GetFileNameWithoutExtension(name)).Distinct()]);
            // A ring that is left belongs to a command that a crash has cut off; nobody can use it.
            foreach (var name in some.Where(name => nobodys.Contains(Path.GetFileNameWithoutExtension(name)) || Path.GetExtension(name) == ".ring"))
            {
                var file = Path.Combine(_services.JournalFolder, name);
                // The journal of a command is begun before the command is stored.
                if (File.GetLastWriteTimeUtc(file) < firstWrite && FileTree.Remove(file) is { } left)
                {
                    ProcessLog.LeftoversStay(_services.Logger, _services.JournalFolder, left);
                }
            }
        }
    }

    private HashSet<string> NobodysOf(IReadOnlyCollection<string> ids) => _services.Store.Read(db => new HashSet<string>(
        BootstrapRunStore.NotLatest(db, ExecStore.EndedOrUnknown(db, ids, _begin - _services.Limits.JournalRetention), _begin), StringComparer.Ordinal));

    private static DateTime? TimeOfWriteIn(string folder)
    {
        var file = Path.Combine(folder, $"start.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(file, []);
            return File.GetLastWriteTimeUtc(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, for example. The next start removes what is left.
            return null;
        }
        finally
        {
            FileTree.Remove(file);
        }
    }

    [LoggerMessage(LogLevel.Error, "What an earlier process has left could not be removed; the next start tries again.")]
    private static partial void LogNotRemoved(ILogger logger, Exception exception);
}
