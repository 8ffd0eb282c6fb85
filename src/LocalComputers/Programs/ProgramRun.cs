using LocalComputers.Isolation;
using LocalComputers.Processes;
using LocalComputers.Shells;

namespace LocalComputers.Programs;

/// <summary>One program that was started on a computer, and how it ended.</summary>
#pragma warning disable CA1001 // The source of the stop holds nothing that needs disposal, and a caller may still ask for a stop when the program has ended.
internal sealed class ProgramRun
#pragma warning restore CA1001
{
    private const int SIGKILL = LibC.SIGKILL;

    private readonly string _mark;
    private readonly ChildProcess _child;
    private readonly IsolatedProgram? _inside;
    private readonly ComputerProcesses _computer;
    private readonly Action<PipeReadEnd> _leave;
    private readonly ProgramOutput _output;
    private readonly ProgramInput _input;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _limit;
    private readonly TaskCompletionSource<ProgramEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _sent;

    /// <param name="request">What was started.</param>
    /// <param name="mark">Marks every process that the program starts.</param>
    /// <param name="child">The process.</param>
    /// <param name="inside">The program inside of its isolation; null without.</param>
    /// <param name="computer">The processes of its computer.</param>
    /// <param name="leave">Given an output that something else still holds behind the program's end.</param>
    /// <param name="clock">The clock of the time limit.</param>
    public ProgramRun(
        ProgramRequest request, string mark, ChildProcess child, IsolatedProgram? inside, ComputerProcesses computer, Action<PipeReadEnd> leave, TimeProvider clock)
    {
        Request = request;
        Id = child.Id;
        (_mark, _child, _inside, _computer, _leave) = (mark, child, inside, computer, leave);
        // The time counts from the start of the process, and not from when a thread is free to watch it.
        _limit = new(request.TimeLimit, clock);
        _output = new(request.Terminal is not null, request.KeptOutputBytes);
        _input = new(child.StandardInput, request.Terminal is not null);
    }

    /// <summary>Its process id on the host; with isolation, that of the outer end.</summary>
    public int Id { get; }

    public ProgramRequest Request { get; }

    /// <summary>How it ended; completes when its computer knows, and its readers have got all.</summary>
    public Task<ProgramEnd> Ended => _ended.Task;

    /// <summary>Adds a reader, which gets what the program writes from now on. Dispose of it.</summary>
    /// <param name="replay">Whether the reader first gets what is kept of the output so far: <see cref="ProgramRequest.KeptOutputBytes"/>.</param>
    public ProgramReader Attach(bool replay = false) => _output.Attach(replay);

    /// <summary>Drops the output that is kept, to have the memory back. Later readers are told that it is missing.</summary>
    public void ForgetOutput() => _output.Forget();

    /// <summary>Begins to read what the program writes, and sees to it that it ends in time. Call it once.</summary>
    /// <param name="ended">Told of its end, before any reader is told.</param>
    public void Begin(Action<ProgramEnd> ended) => _ = Task.Run(() => RunAsync(ended));

    /// <inheritdoc cref="ProgramInput.WriteAsync"/>
    public Task WriteInputAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _input.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc cref="ProgramInput.CloseAsync"/>
    public Task CloseInputAsync(CancellationToken cancellationToken) => _input.CloseAsync(cancellationToken);

    /// <summary>Gives its terminal another size; the program is told by SIGWINCH.</summary>
    /// <returns>False if the program runs on no terminal, or has ended.</returns>
    public bool Resize(TerminalSize size)
    {
        if (Request.Terminal is null)
        {
            return false;
        }

        try
        {
            _child.Resize(size);
            return true;
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException)
        {
            return false;
        }
    }

    /// <summary>Sends a signal, by its number, to the program itself and to nothing that it has started.</summary>
    /// <returns>False if the program has ended, or inside its isolation has not begun yet.</returns>
    public bool Signal(int signal)
    {
        if (_ended.Task.IsCompleted)
        {
            return false;
        }

        _sent = signal;
        return _inside?.Signal(signal) ?? _child.Signal(signal);
    }

    /// <summary>Sends a signal, by its number, to the program and to all that it has started. SIGKILL also ends what is started meanwhile.</summary>
    /// <returns>False if the program has ended.</returns>
    public async Task<bool> SignalTreeAsync(int signal)
    {
        if (_ended.Task.IsCompleted)
        {
            return false;
        }

        _sent = signal;
        // The outer end of an isolated program is not the caller's. If it ended, nobody would learn what the program does with the signal.
        await (signal == SIGKILL
            ? _computer.KillCommandAsync(_mark, _child)
            : _computer.SignalCommandAsync(_mark, _child, signal, sparesFirst: _inside is not null)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends the program with all that it started: SIGTERM, the grace, SIGKILL. Returns when it is over.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    private async Task RunAsync(Action<ProgramEnd> ended)
    {
        ProgramEnd end;
        try
        {
            end = await RunToEndAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever went wrong, no reader must wait for more.
            end = new(0, null, false, $"The backend lost the program, and killed it; nobody knows how it went: {e.Message}");
            await _computer.KillCommandAsync(_mark, _child).ConfigureAwait(false);
        }

        await _child.DisposeAsync().ConfigureAwait(false);
        _computer.Ended(_mark);
        ended(end);
        _ended.SetResult(end);
        _output.End();
    }

    private async Task<ProgramEnd> RunToEndAsync()
    {
        using var limit = _limit;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, limit.Token);
        using var pumps = new OutputPumps(_child, _output, _leave, end.CancelAsync);
        await ((Task)_child.Exited).WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var endedByItself = _child.Exited.IsCompleted;
        var timedOut = false;
        if (!endedByItself)
        {
            timedOut = limit.IsCancellationRequested && !_stop.IsCancellationRequested;
            _sent = timedOut ? SIGKILL : LibC.SIGTERM;
            await (timedOut ? _computer.KillCommandAsync(_mark, _child) : _computer.StopCommandAsync(_mark, _child)).ConfigureAwait(false);
        }

        var exit = await _child.Exited.ConfigureAwait(false);
        await pumps.EndAsync().ConfigureAwait(false);
        if (endedByItself && _child.WhyNotStarted() is { } reason)
        {
            return new(exit.ExitCode, null, false, $"The program could not be started: {(_inside is null ? reason : Bubblewrap.Explain(reason))}");
        }

        return new(exit.ExitCode, SignalOf(exit), timedOut, null);
    }

    // An isolated program's signal arrives as the exit code 128 + n, which the program may also have chosen: only a signal that was sent from here counts.
    private int? SignalOf(ProcessExit exit)
    {
        if (exit.Signal is not null)
        {
            return exit.ExitCode - ProcessExit.SignalBase;
        }

        var sent = _inside is null ? 0 : _sent;
        return sent != 0 && exit.ExitCode is var code && (code == ProcessExit.SignalBase + sent || (sent == LibC.SIGTERM && code == ProcessExit.SignalBase + SIGKILL))
            ? code - ProcessExit.SignalBase
            : null;
    }
}
