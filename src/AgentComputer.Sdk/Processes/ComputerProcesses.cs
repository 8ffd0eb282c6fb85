using System.Globalization;
using Shared.Connect;
using Shared.Connect.Messages;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>The processes of one running computer. Thread-safe. Made by <see cref="AgentComputerClient.OpenProcessesAsync"/>.</summary>
/// <remarks>
/// <para>
/// Processes belong to the computer, not to this object: they go on when it is disposed, when a stream breaks, and when the program that started them
/// ends. <see cref="ListAsync"/> and <see cref="ConnectAsync"/> find them again.
/// </para>
/// <para>
/// A refusal is an <see cref="AgentComputerApiException"/> whose <see cref="AgentComputerApiException.ErrorCode"/> is the code of the Connect protocol,
/// for example <c>not_found</c>. A stream that breaks is an <see cref="AgentComputerStreamInterruptedException"/>, never an end of the process.
/// </para>
/// </remarks>
public class ComputerProcesses : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly ProcessCalls? _calls;
    private int _disposed;

    internal ComputerProcesses(string computerId, ProcessCalls calls) => (ComputerId, _calls) = (computerId, calls);

    /// <summary>For mocks: every method that is not overridden throws.</summary>
    protected ComputerProcesses() => ComputerId = "";

    /// <summary>The computer's id.</summary>
    public virtual string ComputerId { get; }

    private ProcessCalls Calls
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return _calls ?? throw new InvalidOperationException("These ComputerProcesses were made by the parameterless constructor, for a mock; override the method.");
        }
    }

    /// <summary>Starts a process.</summary>
    /// <param name="start">The program, and how to run it.</param>
    /// <param name="cancellationToken">Ends the call; the process may have been started. After the call the token does nothing.</param>
    /// <returns>The process, which runs. Its output waits until it is read: read <see cref="ComputerProcess.Events"/>, or call <see cref="ComputerProcess.WaitAsync"/>.</returns>
    /// <exception cref="ArgumentException">A field can't be sent; the message names it. Nothing was sent.</exception>
    /// <exception cref="AgentComputerValidationException">The service can't start it, for example because its working directory is not there.</exception>
    /// <exception cref="AgentComputerStreamInterruptedException">The stream broke before the process id came; whether the process was started is unknown.</exception>
    /// <remarks>
    /// <c>POST {connect_url}/process.Process/Start</c>. It is sent a second time only if the service provably did nothing.
    /// </remarks>
    public virtual Task<ComputerProcess> StartAsync(ComputerProcessStart start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        var calls = Calls;
        var request = start.ToRequest(nameof(start));
        return BeginAsync(
            token => calls.OpenAsync("Start", ProcessMessages.StartRequest, request, RetryRule.IfNeverStarted, token, start.TimeLimit),
            start.Tag,
            start.Terminal is not null,
            cancellationToken);
    }

    /// <summary>Follows a process that was started before, by this program or another.</summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="hasTerminal">Whether it was started with a terminal: input is sent another way then.</param>
    /// <param name="replay">
    /// Whether what the server has kept of the output so far comes first, and then what the process writes, without a gap and without a byte twice;
    /// <see cref="ComputerProcess.ReplayMissingBytes"/> tells how much the server had not kept. It is an addition to the API: the hosted service does not document it.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The process. Without <paramref name="replay"/> only what it writes from now on comes.</returns>
    /// <exception cref="AgentComputerNotFoundException">No such process runs, or has ended a short time ago. A process that has just ended can be followed for some seconds: its end comes at once.</exception>
    /// <exception cref="AgentComputerNotAnnouncedException">The server has not announced replay; nothing was opened.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/Connect</c>. Any number of readers may follow a process, and each gets all of its output.</remarks>
    public virtual Task<ComputerProcess> ConnectAsync(
        ComputerProcessId process, bool hasTerminal = false, bool replay = false, CancellationToken cancellationToken = default)
    {
        var calls = Calls;
        var request = new ConnectRequest { Process = process.ToSelector(nameof(process)) };
        return BeginAsync(
            token => calls.OpenAsync(
                "Connect", ProcessMessages.ConnectRequest, request, RetryRule.IfTransient, token, addition: replay ? ProcessAddition.Replay : null),
            process.Tag,
            hasTerminal,
            cancellationToken,
            replay);
    }

    /// <summary>Lists the processes that run and were started this way.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The processes; empty if none runs.</returns>
    /// <remarks><c>POST {connect_url}/process.Process/List</c></remarks>
    public virtual Task<IReadOnlyList<ComputerProcessInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        var asked = Calls.CallAsync("List", ProcessMessages.ListRequest, new(), ProcessMessages.ListResponse, RetryRule.IfTransient, cancellationToken);
        return Read();

        async Task<IReadOnlyList<ComputerProcessInfo>> Read() => [.. (await asked.ConfigureAwait(false)).Processes.Select(InfoOf)];
    }

    /// <summary>Sets the size of a process's terminal. Its programs get the signal SIGWINCH.</summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="size">The new size.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the terminal has the size.</returns>
    /// <exception cref="AgentComputerNotFoundException">No such process runs.</exception>
    /// <exception cref="AgentComputerApiException">The process has no terminal; the code is <c>internal</c> on the hosted service.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/Update</c></remarks>
    public virtual Task ResizeAsync(ComputerProcessId process, ComputerTerminalSize size, CancellationToken cancellationToken = default) => Calls.CallAsync(
        "Update",
        ProcessMessages.UpdateRequest,
        new() { Process = process.ToSelector(nameof(process)), Pty = size.ToPty(nameof(size)) },
        ProcessMessages.UpdateResponse,
        RetryRule.IfTransient,
        cancellationToken);

    /// <summary>Sends a signal to a process; on the hosted service, to the process alone and not to what it started.</summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="cancellationToken">Ends the call; the signal may have been sent.</param>
    /// <returns>When the signal is sent. The process may still run.</returns>
    /// <exception cref="AgentComputerNotFoundException">No such process runs.</exception>
    /// <exception cref="AgentComputerApiException">The service can't send this signal; the code is <c>unimplemented</c>.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/SendSignal</c>. It is sent a second time only if the service provably did nothing.</remarks>
    public virtual Task SignalAsync(ComputerProcessId process, ComputerProcessSignal signal, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal.Number, 1, nameof(signal));
        return SendSignalAsync(process.ToSelector(nameof(process)), signal, addition: null, cancellationToken);
    }

    /// <summary>
    /// Sends a signal to a process and to all that it has started. It is an addition to the API: the hosted service does not document it.
    /// </summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="signal">The signal. <see cref="ComputerProcessSignal.Kill"/> also ends what is started meanwhile.</param>
    /// <param name="cancellationToken">Ends the call; the signal may have been sent.</param>
    /// <returns>When the signal is sent. The processes may still run.</returns>
    /// <exception cref="AgentComputerNotAnnouncedException">The server has not announced such signals; no signal was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">No such process runs.</exception>
    /// <exception cref="AgentComputerApiException">The service can't send this signal; the code is <c>unimplemented</c>.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/SendSignal</c>. It is sent a second time only if the service provably did nothing.</remarks>
    public virtual Task SignalTreeAsync(ComputerProcessId process, ComputerProcessSignal signal, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal.Number, 1, nameof(signal));
        return SendSignalAsync(process.ToSelector(nameof(process)), signal, ProcessAddition.SignalTree, cancellationToken);
    }

    /// <summary>Sends input to a process. For much input, use <see cref="OpenInput"/>.</summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="input">The bytes.</param>
    /// <param name="hasTerminal">Whether the process has a terminal.</param>
    /// <param name="cancellationToken">Ends the call; the input may have been sent.</param>
    /// <returns>When the process's input has taken the bytes.</returns>
    /// <exception cref="AgentComputerNotFoundException">No such process runs.</exception>
    /// <exception cref="AgentComputerApiException">Its input is closed, or is of the other kind; the code is <c>internal</c> on the hosted service.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/SendInput</c>. It is sent a second time only if the service provably did nothing.</remarks>
    public virtual Task SendInputAsync(
        ComputerProcessId process, ReadOnlyMemory<byte> input, bool hasTerminal = false, CancellationToken cancellationToken = default) => Calls.CallAsync(
        "SendInput",
        ProcessMessages.SendInputRequest,
        new() { Process = process.ToSelector(nameof(process)), Input = ProcessInputStream.InputOf(input, hasTerminal) },
        ProcessMessages.SendInputResponse,
        RetryRule.IfNeverStarted,
        cancellationToken);

    /// <summary>Opens a stream that writes to the input of a process. A write waits while the process does not read.</summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="hasTerminal">Whether the process has a terminal.</param>
    /// <returns>
    /// The stream. Disposing it waits until the service has taken everything, and throws if it did not; the input of the process stays open until
    /// <see cref="CloseStdinAsync"/>.
    /// </returns>
    /// <remarks><c>POST {connect_url}/process.Process/StreamInput</c>, one request for the whole stream. It is never sent a second time.</remarks>
    public virtual Stream OpenInput(ComputerProcessId process, bool hasTerminal = false) =>
        new ProcessInputStream(Calls, process.ToSelector(nameof(process)), hasTerminal, _ended.Token);

    /// <summary>Closes the standard input of a process, so that the process finds its end. It is no error if it was closed before.</summary>
    /// <param name="process">Its process id, or its tag.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is closed.</returns>
    /// <exception cref="AgentComputerNotFoundException">No such process runs.</exception>
    /// <exception cref="AgentComputerApiException">The process has a terminal: send it the byte 4 instead.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/CloseStdin</c></remarks>
    public virtual Task CloseStdinAsync(ComputerProcessId process, CancellationToken cancellationToken = default) => Calls.CallAsync(
        "CloseStdin",
        ProcessMessages.CloseStdinRequest,
        new() { Process = process.ToSelector(nameof(process)) },
        ProcessMessages.CloseStdinResponse,
        RetryRule.IfTransient,
        cancellationToken);

    /// <summary>Runs a program to its end and collects its output.</summary>
    /// <param name="command">The program and its arguments; at least the program. No shell reads them.</param>
    /// <param name="cancellationToken">Ends the call, and kills the process if it can still be reached.</param>
    /// <returns>How the program ended, with all of its output in memory. A failed program is a result too: call <see cref="ComputerProcessResult.EnsureSuccess"/>.</returns>
    /// <exception cref="ArgumentException">There is no program, or an argument can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerStreamInterruptedException">The stream broke; how the program ended is unknown.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/Start</c></remarks>
    public virtual Task<ComputerProcessResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Count == 0
            ? throw new ArgumentException("The command holds no program.", nameof(command))
            : RunAsync(new ComputerProcessStart { Command = command[0], Arguments = [.. command.Skip(1)] }, cancellationToken);
    }

    /// <summary>Runs a process to its end and collects its output.</summary>
    /// <param name="start">The program, and how to run it. Without a terminal its input is empty, whatever <see cref="ComputerProcessStart.HasStdin"/> says.</param>
    /// <param name="cancellationToken">Ends the call, and kills the process if it can still be reached.</param>
    /// <returns>How the program ended, with all of its output in memory.</returns>
    /// <exception cref="ArgumentException">A field can't be sent; the message names it. Nothing was sent.</exception>
    /// <exception cref="AgentComputerStreamInterruptedException">The stream broke; how the program ended is unknown.</exception>
    /// <remarks><c>POST {connect_url}/process.Process/Start</c></remarks>
    public virtual Task<ComputerProcessResult> RunAsync(ComputerProcessStart start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return ProcessRun.ToEndAsync(StartAsync(start with { HasStdin = false }, cancellationToken), start.Command, _calls?.Clock ?? TimeProvider.System, cancellationToken);
    }

    /// <summary>Ends all streams that were opened here, and revokes the session. The processes go on.</summary>
    /// <returns>When the session is revoked, or could not be.</returns>
    public async ValueTask DisposeAsync()
    {
        await DisposeAsyncCore().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends all streams that were opened here, and revokes the session.</summary>
    /// <returns>When the session is revoked, or could not be.</returns>
    protected virtual async ValueTask DisposeAsyncCore()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        if (_calls is not null)
        {
            await _calls.DisposeAsync().ConfigureAwait(false);
        }

        _ended.Dispose();
    }

    private static ComputerProcessInfo InfoOf(ProcessInfo info) => new()
    {
        Pid = info.Pid,
        Tag = info.HasTag ? info.Tag : null,
        Command = info.Config?.Cmd ?? "",
        Arguments = [.. info.Config?.Args ?? []],
        EnvironmentVariables = info.Config?.Envs.ToDictionary() ?? [],
        WorkingDirectory = info.Config?.HasCwd == true ? info.Config.Cwd : null,
    };

    private Task<SendSignalResponse> SendSignalAsync(
        ProcessSelector process, ComputerProcessSignal signal, ProcessAddition? addition, CancellationToken cancellationToken) => Calls.CallAsync(
        "SendSignal",
        ProcessMessages.SendSignalRequest,
        new() { Process = process, Signal = (Signal)signal.Number },
        ProcessMessages.SendSignalResponse,
        RetryRule.IfNeverStarted,
        cancellationToken,
        addition);

    /// <summary>How much the server had not kept, as it tells it to a reader that has asked for replay.</summary>
    private static long MissingIn(FrameStream frames) =>
        long.TryParse(frames.Header(ProcessAddition.MissingHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes
        : throw frames.Lacks($"no {ProcessAddition.MissingHeader} with a number of bytes, although the server has announced replay");

    private async Task<ComputerProcess> BeginAsync(
        Func<CancellationToken, Task<FrameStream>> open, string? tag, bool hasTerminal, CancellationToken cancellationToken, bool replay = false)
    {
        var left = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        // The caller's token ends the beginning alone; the stream goes on without it.
        await using var leaving = cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), left).ConfigureAwait(false);
        ProcessEvents? events = null;
        try
        {
            var frames = await open(left.Token).ConfigureAwait(false);
            events = new(frames, Calls.Codec);
            var first = await events.NextAsync(left.Token).ConfigureAwait(false);
            return first is ProcessStartedEvent started
                ? new ComputerProcess(this, events, started, tag, hasTerminal, replay ? MissingIn(frames) : null, left)
                : throw frames.Interrupted("the service did not say first that the process runs");
        }
        catch (Exception e)
        {
            if (events is not null)
            {
                await events.DisposeAsync().ConfigureAwait(false);
            }

            left.Dispose();
            // The token inside names both reasons to leave, and the caller looks for its own.
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            }

            throw;
        }
    }
}
