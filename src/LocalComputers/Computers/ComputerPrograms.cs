using LocalComputers.Processes;
using LocalComputers.Programs;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>The programs of one computer. While one runs, the computer is not left alone.</summary>
internal sealed class ComputerPrograms(ComputerParts computer)
{
    // Each of them costs this process a few descriptors.
    private const int MostAtOnce = 256;

    private readonly ProgramTable _table = new(computer.Services.Clock);

    /// <inheritdoc cref="ProgramTable.Live"/>
    public IReadOnlyList<ProgramRun> Live => _table.Live;

    /// <inheritdoc cref="ProgramTable.Find(int)"/>
    public ProgramRun? Find(int id) => _table.Find(id);

    /// <inheritdoc cref="ProgramTable.Find(string)"/>
    public ProgramRun? Find(string tag) => _table.Find(tag);

    /// <summary>Starts a program. A computer that was left alone for long is woken for it, and a computer that was stopped is not.</summary>
    /// <returns>The program, and a reader that gets all that it writes; dispose of the reader.</returns>
    /// <exception cref="ComputerUnavailableException">The computer does not run.</exception>
    /// <exception cref="ProcessStartException">The program could not be started.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task<(ProgramRun Program, ProgramReader Reader)> StartAsync(ProgramRequest request, CancellationToken cancellationToken)
    {
        if (computer.Files.Folder.IsDamaged)
        {
            await computer.Moves.MendFolderAsync(cancellationToken).ConfigureAwait(false);
        }

        (ProgramRun, ProgramReader)? started = null;
        var span = ProgramSpan.Begin(computer.Services.Door.Telemetry, computer.Life.AgentId, computer.Services.Clock);
        try
        {
            // In its turn, so that a computer that stops has either ended the program or never starts it.
            await computer.Turns.TakeAsync(
                () =>
                {
                    started = Start(request with { Trace = span.Carried }, span);
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch when (started is null)
        {
            span.NotStarted();
            throw;
        }

        return started!.Value;
    }

    /// <summary>Ends all of them, each with all that it started. Call it in a turn, when no further one can start.</summary>
    public Task StopAllAsync() => Task.WhenAll(_table.Live.Select(program => program.StopAsync()));

    private (ProgramRun, ProgramReader) Start(ProgramRequest request, ProgramSpan span)
    {
        var usersVariables = Admit();
        try
        {
            computer.Moves.Wake();
            var program = computer.Services.Programs.Start(request, computer.Processes, computer.Files.Folder, computer.Environment, usersVariables);
            var reader = program.Attach();
            _table.Add(program);
            program.Begin(end => Ended(program, end, span));
            return (program, reader);
        }
        catch
        {
            LeaveAlone();
            throw;
        }
    }

    private IReadOnlyList<EnvVar> Admit()
    {
        lock (computer.Lock)
        {
            ObjectDisposedException.ThrowIf(computer.Life.IsClosed, computer);
            if (computer.Life.IsDeleted || (computer.Life.Phase != ComputerPhase.Ready && computer.Life.Phase != ComputerPhase.Idle))
            {
                throw new ComputerUnavailableException(computer.Life.IsDeleted ? ComputerPhase.Destroyed : computer.Life.Phase);
            }

            RefuseTooMany();
            computer.Life.UseByProgram(computer.Services.Clock.GetUtcNow());
            computer.Idle.CommandBegins();
            return computer.Bootstraps.Setup?.EnvVars ?? [];
        }
    }

    private void RefuseTooMany()
    {
        if (_table.Live.Count >= MostAtOnce)
        {
            throw new ProcessStartException($"The computer runs {MostAtOnce} programs already, and takes no more at once. End one of them first.") { IsForLackOfRoom = true };
        }
    }

    private void Ended(ProgramRun program, ProgramEnd end, ProgramSpan span)
    {
        span.End(program, end);
        _table.Ended(program);
        LeaveAlone();
    }

    private void LeaveAlone()
    {
        lock (computer.Lock)
        {
            computer.Idle.CommandEnded();
        }
    }
}
