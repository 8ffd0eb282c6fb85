using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using LocalComputers.Computers.Snapshots;
using LocalComputers.Files;
using LocalComputers.Journals;
using LocalComputers.Processes;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>An agent's computer, as the door sees it: a folder, a state, and the processes that run in it.</summary>
internal sealed partial class Computer : IAsyncDisposable
{
    private readonly ComputerParts _parts;
    private readonly CommandIntake _intake;

    /// <summary>The computer of a new agent; it has nothing yet.</summary>
    public Computer(string agentId, ComputerServices services)
        : this(new ComputerRecord(agentId, ComputerId.New(), ComputerPhase.None, services.Clock.GetUtcNow(), null), services)
    {
    }

    private Computer(ComputerRecord record, ComputerServices services)
    {
        _parts = new(record, services);
        _intake = new(_parts);
    }

    public string AgentId => _parts.Life.AgentId;

    public string Id => _parts.Life.ComputerId;

    /// <summary>What callers know the computer by; null when its creation failed, and there is no machine.</summary>
    public string? MadeId => Look(parts => parts.Life.MadeId);

    /// <summary>Whether its first bootstrap has begun. Before that, the agent has no computer.</summary>
    public bool IsBegun => Look(parts => parts.Bootstraps.Latest is not null);

    public ComputerProcesses Processes => _parts.Processes;

    /// <summary>The programs that were started on it without a shell.</summary>
    public ComputerPrograms Programs => _parts.Programs;

    /// <summary>The class of its size; null while it has no setup, and for a size of its own.</summary>
    public Size? Size => Setup?.Measures.Class;

    /// <summary>What it is set up with; null before its first bootstrap.</summary>
    public ComputerSetup? Setup => Look(parts => parts.Bootstraps.Setup);

    /// <summary>The latest bootstrap's log; null when there was no bootstrap.</summary>
    public Journal? BootstrapLog => Look(parts => parts.Bootstraps.Latest?.Journal);

    /// <summary>What is known of the computer now.</summary>
    public ComputerFacts Facts => Look(parts => new ComputerFacts(parts.Life.MadeId, parts.Life.Phase, parts.Bootstraps.Latest?.Id, parts.Life.LastUsedAt));

    /// <summary>A computer of an earlier process, as the store has it.</summary>
    /// <param name="record">What was stored of it last.</param>
    /// <param name="latest">Its latest bootstrap.</param>
    /// <param name="services">What the computers of a backend share.</param>
    public static Computer Restore(ComputerRecord record, BootstrapRunRecord latest, ComputerServices services)
    {
        // A wake that a crash has cut off never happened: the computer sleeps, and the next command wakes it.
        var phase = record.Phase == ComputerPhase.Waking ? ComputerPhase.Idle : record.Phase;
        var computer = new Computer(record with { Phase = phase }, services);
        computer.TakeUp(BootstrapRun.Restore(latest, services), latest.Setup, record.PhaseSince);
        return computer;
    }

    /// <summary>The TCP ports that its processes listen on now; null where the system does not tell whose ports are whose.</summary>
    public async Task<IReadOnlyList<int>?> ReadListeningPortsAsync() => OperatingSystem.IsLinux()
        ? ListeningPorts.Of([.. (await Processes.AllAsync().ConfigureAwait(false)).Select(process => process.Id)])
        : null;

    /// <summary>A look at the computer; up to ten seconds old, unless its phase has changed.</summary>
    public Task<ComputerReport> ReadStatusAsync() => _parts.Looks.ReadAsync(() => (Facts, (Setup?.Measures ?? Sizes.MeasuresOf(Sizes.Default)).DiskBytes));

    /// <summary>Starts a bootstrap unless one is running or has succeeded. A failed or destroyed computer is made anew.</summary>
    /// <param name="setup">What to set up, if anything is.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="saveAgent">Stores the agent as it is asked for, by the change that begins the bootstrap; not called when none begins.</param>
    /// <returns>The computer's phase, and its latest run with the setup that belongs to it; null when its agent is being deleted.</returns>
    /// <exception cref="ObjectDisposedException">The backend is closing; the computer is for the next process.</exception>
    public (ComputerPhase Phase, string RunId, ComputerSetup Setup)? EnsureBootstrapped(
        ComputerSetup setup, Actor actor, Action<StoreSession> saveAgent) => _parts.Bootstraps.Ensure(setup, actor, saveAgent);

    /// <summary>Takes a command on, to be started by the caller, or finds the command that the same key stands for.</summary>
    /// <exception cref="KeyReusedException">The key stands for another command.</exception>
    /// <exception cref="ExecGoneException">The key's command has run, and its output is no longer kept.</exception>
    /// <exception cref="ComputerUnavailableException">The computer takes no commands now.</exception>
    /// <exception cref="NoSuchDirectoryException">The working directory is not there, or not inside the workspace.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Task<(ExecRun Run, bool IsNew)> AddOrFindExecAsync(string orgId, Actor actor, ExecRequest request, CancellationToken cancellationToken) =>
        _intake.AddOrFindAsync(orgId, actor, request, cancellationToken);

    /// <summary>Reads or writes files of the workspace. A computer that sleeps is woken first, and folders that a command has removed are made again.</summary>
    /// <param name="use">Given the computer's files; it should take no longer than a file takes.</param>
    /// <param name="cancellationToken">Ends the wait for the computer.</param>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task UseFilesAsync(Action<ComputerFolder> use, CancellationToken cancellationToken)
    {
        if (_parts.Files.Folder.IsDamaged)
        {
            await _parts.Moves.MendFolderAsync(cancellationToken).ConfigureAwait(false);
        }

        await _parts.Moves.UseFilesAsync(use, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads or writes files of the workspace without waking the computer, and without counting as a use of it. Folders that a command has removed are made
    /// again. Calls don't wait for each other.
    /// </summary>
    /// <param name="use">Given the computer's files, on a thread of its own; it ends soon when its token says so.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task<T> ReachFilesAsync<T>(Func<ComputerFolder, CancellationToken, T> use, CancellationToken cancellationToken)
    {
        if (_parts.Files.Folder.IsDamaged)
        {
            await _parts.Moves.MendFolderAsync(cancellationToken).ConfigureAwait(false);
        }

        return await _parts.Moves.ReachFilesAsync(use, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies the computer's home while its processes stand still.</summary>
    /// <param name="to">Where the copy will be.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="WorkspaceFileException">A file can't be read, or the copy can't be written.</exception>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task<SnapshotTaken> CopyHomeAsync(string to, CancellationToken cancellationToken)
    {
        using var pause = await Processes.PauseAsync(cancellationToken).ConfigureAwait(false);
        return new(await ReachFilesAsync((folder, ended) => TreeCopy.Make(folder.Home, to, ended), cancellationToken).ConfigureAwait(false), pause.IsWhole);
    }

    /// <summary>Ends the computer's processes, and gives it a copy of a folder as its home.</summary>
    /// <param name="from">The folder.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="WorkspaceFileException">The copy can't be made; the computer has the home that it had.</exception>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task ReplaceHomeAsync(string from, CancellationToken cancellationToken)
    {
        await Processes.StopAllAsync().ConfigureAwait(false);
        await ReachFilesAsync(
            (folder, ended) =>
            {
                folder.ReplaceHome(from, ended);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A command of this computer; null when there was none of that id.</summary>
    /// <exception cref="ExecGoneException">It has run, and its output is no longer kept.</exception>
    public ExecRun? FindExec(string execId) => _parts.Execs.FindRecord(execId) is { } record ? Look(parts => parts.Execs.Find(record)) : null;

    /// <summary>What is stored of the command that a key stands for; null if no command was taken on with the key, or its time is over.</summary>
    public ExecRecord? FindRecord(string orgId, string key) => _parts.Services.Execs.FindByKey(orgId, AgentId, key);

    /// <summary>Stops the command that a key stands for. A key that stands for no command yet is used up: no command may come with it any more.</summary>
    public Task StopKeyAsync(string orgId, string key) => Look(parts => parts.Execs.FindOrBar(orgId, key))?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Wakes a computer that sleeps; a computer that is awake stays as it is.</summary>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Task StartAsync(CancellationToken cancellationToken) =>
        // As any other use: the computer is woken, and its idle time begins. The use itself does nothing.
        _parts.Moves.UseFilesAsync(_ => { }, cancellationToken);

    /// <summary>Makes the computer another size: what its processes may use together, also those that run, and the disk that it shows. The files stay.</summary>
    /// <param name="measures">The size.</param>
    /// <param name="also">What else is stored by the same change.</param>
    /// <param name="cancellationToken">Ends the wait for the computer.</param>
    /// <exception cref="IOException">The kernel refused, for example because the processes use more memory than that. Nothing has changed.</exception>
    /// <exception cref="ComputerUnavailableException">The computer is not set up, or is gone.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public Task ResizeAsync(Measures measures, Action<StoreSession> also, CancellationToken cancellationToken) => _parts.Moves.ResizeAsync(measures, also, cancellationToken);

    /// <summary>Ends every process and keeps the files, as a provider does that stops a machine. The next command wakes it.</summary>
    /// <exception cref="InvalidOperationException">A computer in this state can't be stopped.</exception>
    public Task StopAsync() => _parts.Moves.StopAsync();

    /// <summary>Breaks the computer: every process ends, and only a new bootstrap mends it.</summary>
    /// <exception cref="InvalidOperationException">A computer in this state can't fail.</exception>
    public Task FailAsync() => _parts.Moves.FailAsync();

    /// <summary>Kills everything on the computer and removes its files. What its commands said can still be read.</summary>
    /// <exception cref="InvalidOperationException">It is destroyed already.</exception>
    public Task DestroyAsync() => _parts.Moves.DestroyAsync();

    /// <summary>Stores what could not be stored when it happened, and removes the journals whose time is over.</summary>
    public void Sweep()
    {
        foreach (var run in Runs().Execs)
        {
            run.StoreEnd();
        }

        foreach (var run in Look(parts => parts.Execs.ForgetOver()))
        {
            try
            {
                run.RemoveJournal();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The other journals are removed all the same, and the next start removes what stays of this one.
                LogJournalStays(_parts.Services.Logger, AgentId, e);
            }
        }

        lock (_parts.Lock)
        {
            _parts.Life.StoreUnstoredEnd();
        }
    }

    /// <summary>Destroys the computer for good, with its files and its journals, because its agent is deleted.</summary>
    public async Task DeleteAsync()
    {
        lock (_parts.Lock)
        {
            _parts.Life.Delete();
        }

        await EndTimersAsync().ConfigureAwait(false);
        await DestroyAsync().ConfigureAwait(false);
        var (bootstraps, runs) = Runs();
        foreach (var deleteAsync in (Func<Task>[])[.. bootstraps.Select(run => (Func<Task>)run.DeleteAsync), .. runs.Select(run => (Func<Task>)run.DeleteAsync)])
        {
            try
            {
                await deleteAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The other journals are removed all the same, and the next start removes what stays of this one.
                LogJournalStays(_parts.Services.Logger, AgentId, e);
            }
        }
    }

    /// <summary>Ends every process, because the backend ends; files, state and journals stay for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_parts.Lock)
        {
            _parts.Life.Close();
        }

        var (bootstraps, runs) = Runs();
        await EndTimersAsync().ConfigureAwait(false);
        await _parts.Files.Users.EndAsync().ConfigureAwait(false);
        await _parts.Turns.TakeAsync(async () =>
        {
            await Task.WhenAll([
                .. bootstraps.Select(run => run.DisposeAsync().AsTask()), .. runs.Select(run => run.DisposeAsync().AsTask()), Programs.StopAllAsync()]).ConfigureAwait(false);
            await Processes.StopAllAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private void TakeUp(BootstrapRun run, ComputerSetup setup, DateTimeOffset since)
    {
        lock (_parts.Lock)
        {
            var (life, folder) = (_parts.Life, _parts.Files.Folder);
            // A program is no command, and tells only when it came.
            DateTimeOffset?[] uses = [since, _parts.Execs.Restore(), life.LastUsedAt];
            _parts.Bootstraps.TakeUp(run, setup);
            if (life.TakesCommands && !Directory.Exists(folder.Root))
            {
                // When an agent is deleted on a full disk, its computer's files go first. The crash came before the agent could be removed.
                life.Become(ComputerPhase.Destroyed);
            }
            else if (life.Phase == ComputerPhase.Ready)
            {
                _parts.Idle.StartAgo(_parts.Services.Clock.GetUtcNow() - uses.Max()!.Value);
            }
            else if (life.Phase == ComputerPhase.Destroyed)
            {
                // The crash may have come while the files were being removed.
                _parts.Files.Remove();
            }
        }
    }

    private T Look<T>(Func<ComputerParts, T> look)
    {
        lock (_parts.Lock)
        {
            return look(_parts);
        }
    }

    private (BootstrapRun[] Bootstraps, ExecRun[] Execs) Runs() => Look(parts => ((BootstrapRun[])[.. parts.Bootstraps.Runs], (ExecRun[])[.. parts.Execs.Runs]));

    private async Task EndTimersAsync()
    {
        await _parts.Idle.DisposeAsync().ConfigureAwait(false);
        await _parts.Looks.DisposeAsync().ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Warning, "A journal of agent {AgentId}'s computer could not be removed; the next start tries again.")]
    private static partial void LogJournalStays(ILogger logger, string agentId, Exception exception);
}
