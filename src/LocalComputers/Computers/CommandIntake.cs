using LocalComputers.Computers.Exec;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>Takes commands on for a computer: finds those that are known, refuses those that can't run, admits the others.</summary>
internal sealed class CommandIntake(ComputerParts computer)
{
    /// <inheritdoc cref="Computer.AddOrFindExecAsync"/>
    public async Task<(ExecRun Run, bool IsNew)> AddOrFindAsync(string orgId, Actor actor, ExecRequest request, CancellationToken cancellationToken)
    {
        lock (computer.Lock)
        {
            computer.Execs.ForgetOldKeys();
            if (FindOrRefuse(orgId, request) is { } known)
            {
                return (known, false);
            }
        }

        // Without the lock: the files are the computer's, and whoever asks for its state must not wait for them.
        if (computer.Files.Folder.IsDamaged)
        {
            await computer.Moves.MendFolderAsync(cancellationToken).ConfigureAwait(false);
        }

        var workingDirectory = computer.Files.Folder.Resolve(request.WorkingDir);
        lock (computer.Lock)
        {
            // A repeat of the key, or the computer's end, may have come in between.
            return FindOrRefuse(orgId, request) is { } other ? (other, false) : (Admit(orgId, actor, request, workingDirectory), true);
        }
    }

    /// <summary>The command that a request's key stands for; null when the computer may take the request as a new command.</summary>
    private ExecRun? FindOrRefuse(string orgId, ExecRequest request)
    {
        var life = computer.Life;
        if (life.IsDeleted)
        {
            throw new ComputerUnavailableException(ComputerPhase.Destroyed);
        }

        if (computer.Execs.FindByKey(orgId, request) is { } known)
        {
            return known;
        }

        ObjectDisposedException.ThrowIf(life.IsClosed, this);
        return life.TakesCommands ? null : throw new ComputerUnavailableException(life.Phase);
    }

    private ExecRun Admit(string orgId, Actor actor, ExecRequest request, string? workingDirectory)
    {
        if (workingDirectory is null)
        {
            throw new DirectoryNotFoundException(request.WorkingDir is null
                ? "The default workingDir '/workspace/app' is a link that is absolute, leaves /workspace or leads nowhere. Remove the link, or name another workingDir."
                : $"workingDir '{request.WorkingDir}' must be a directory inside /workspace that exists. A link on the way must be relative and stay inside.");
        }

        // The last that may refuse: what is refused counts nothing, and binds no key.
        var admission = computer.Services.Door.Admit?.Invoke(orgId, computer.Life.AgentId);
        try
        {
            return Add(orgId, actor, request, workingDirectory, admission);
        }
        catch
        {
            admission?.Withdraw();
            throw;
        }
    }

    private ExecRun Add(string orgId, Actor actor, ExecRequest request, string workingDirectory, IAdmission? admission)
    {
        var (life, services, folder) = (computer.Life, computer.Services, computer.Files.Folder);
        var environment = ComputerEnvironment.Of(life.ComputerId, folder, services.Path, services.Names);
        var now = services.Clock.GetUtcNow();
        var run = computer.Execs.Add(
            orgId,
            actor,
            request,
            new(computer.Processes, ComputerId.NewExec(), request.Command, workingDirectory, environment, request.Timeout, folder)
            {
                Login = computer.Files.LoginOf(computer.Bootstraps.Setup),
            },
            new(life.ComputerId, computer.Moves.WakeAsync, (start, exit, duration) =>
            {
                admission?.Dispose();
                services.Door.CommandEnded(new(orgId, life.AgentId, actor, start.Id, exit?.ExitCode, exit is null ? null : duration));
                Ended(start, exit, duration);
            }),
            db => life.StoreUse(db, now));
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
}
