using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>Takes commands on for a computer: finds those that are known, refuses those that can't run, admits the others.</summary>
internal sealed class CommandIntake(ComputerParts computer)
{
    /// <inheritdoc cref="Computer.AddOrFindExecAsync"/>
    public async Task<(ExecRun Run, bool IsNew)> AddOrFindAsync(string orgId, Actor actor, ExecRequest request, CancellationToken cancellationToken)
    {
        var intake = new Intake(orgId, request);
        lock (computer.Lock)
        {
            if (FindOrRefuse(intake) is { } known)
            {
                return (known, false);
            }
        }

        // This happens without the lock, because a request for the computer's state must not wait for its files.
        if (computer.Files.Folder.IsDamaged)
        {
            await computer.Moves.MendFolderAsync(cancellationToken).ConfigureAwait(false);
        }

        var workingDirectory = computer.Files.Folder.Resolve(request.WorkingDir);
        lock (computer.Lock)
        {
            // The limits are asked behind the key, because a repeat of a key counts nothing, and before a file is made: a refused command costs none.
            if (FindOrRefuse(intake) is { } known)
            {
                return (known, false);
            }

            _ = workingDirectory ?? throw new NoSuchDirectoryException();
            computer.Services.Door.CheckLimits?.Invoke(orgId, computer.Life.AgentId);
        }

        return Take(intake, actor, workingDirectory);
    }

    private (ExecRun Run, bool IsNew) Take(Intake intake, Actor actor, string workingDirectory)
    {
        var (orgId, request) = (intake.OrgId, intake.Request);
        var id = ComputerId.NewExec();
        var journal = ExecRun.BeginJournal(id, computer.Services);
        var isNew = false;
        try
        {
            lock (computer.Lock)
            {
                // Meanwhile the key may have been used by a repeat, and the computer may have gone.
                var run = FindOrRefuse(intake) ?? Admit(orgId, actor, request, StartOf(request, id, workingDirectory), journal);
                isNew = run.Id == id;
                return (run, isNew);
            }
        }
        finally
        {
            if (!isNew)
            {
                computer.RemoveUnused(journal);
            }
        }
    }

    /// <summary>The command that a request's key stands for; null when the computer may take the request as a new command.</summary>
    private ExecRun? FindOrRefuse(Intake intake)
    {
        var life = computer.Life;
        if (life.IsDeleted)
        {
            throw new ComputerUnavailableException(ComputerPhase.Destroyed);
        }

        if (intake.UnknownAt != computer.Execs.KeysTaken)
        {
            if (computer.Execs.FindByKey(intake.OrgId, intake.Request) is { } known)
            {
                return known;
            }

            intake.UnknownAt = computer.Execs.KeysTaken;
        }

        ObjectDisposedException.ThrowIf(life.IsClosed, this);
        return life.TakesCommands ? null : throw new ComputerUnavailableException(life.Phase);
    }

    private ExecRun Admit(string orgId, Actor actor, ExecRequest request, ShellStart start, Journal journal)
    {
        // The door is asked last: a command that is refused counts nothing, and binds no key.
        var admission = computer.Services.Door.Admit?.Invoke(orgId, computer.Life.AgentId);
        try
        {
            return Add(orgId, actor, request, start, journal, admission);
        }
        catch
        {
            admission?.Withdraw();
            throw;
        }
    }

    private ShellStart StartOf(ExecRequest request, string id, string workingDirectory) =>
        new(computer.Processes, id, request.Command, workingDirectory, EnvironmentOf(request), request.Timeout, computer.Files.Folder)
        {
            Login = computer.Files.LoginOf(computer.Bootstraps.Setup),
            Trace = computer.Services.Door.Telemetry.Tracing.Current,
        };

    private IReadOnlyDictionary<string, string> EnvironmentOf(ExecRequest request)
    {
        if (request.Environment.Count == 0)
        {
            return computer.Environment;
        }

        var environment = new Dictionary<string, string>(request.Environment);
        foreach (var (name, value) in computer.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    private ExecRun Add(string orgId, Actor actor, ExecRequest request, ShellStart start, Journal journal, IAdmission? admission)
    {
        var (life, services) = (computer.Life, computer.Services);
        var host = new ExecHost(life.AgentId, life.ComputerId, computer.Moves.WakeAsync, (ended, exit, duration, also) =>
        {
            admission?.Dispose();
            services.Door.CommandEnded(new(orgId, life.AgentId, actor, ended.Id, exit?.ExitCode, exit is null ? null : duration) { Also = also });
            Ended(ended, exit, duration);
        });
        var run = new ExecRun(start, host, journal, services);
        var now = services.Clock.GetUtcNow();
        computer.Execs.Add(orgId, actor, request, run, db => life.StoreUse(db, now));
        services.Door.CommandTaken?.Invoke(new(life.AgentId, run.Id, request.Command, request.WorkingDir));
        life.LastUsedAt = now;
        computer.Idle.CommandBegins();
        return run;
    }

    private void Ended(ShellStart start, ShellExit? exit, TimeSpan duration)
    {
        lock (computer.Lock)
        {
            if (exit is not null && TestCommand.IsOne(start.Command))
            {
                computer.Looks.TestsEnded(new(start.Id, start.Command, exit.ExitCode, duration, computer.Services.Clock.GetUtcNow()));
            }

            computer.Idle.CommandEnded();
        }
    }

    /// <summary>A request on its way to be a command.</summary>
    private sealed class Intake(string orgId, ExecRequest request)
    {
        public string OrgId => orgId;

        public ExecRequest Request => request;

        /// <summary>The count of taken keys at which its key stood for no command, so that the store need not be asked again; null before the first look.</summary>
        public int? UnknownAt { get; set; }
    }
}
