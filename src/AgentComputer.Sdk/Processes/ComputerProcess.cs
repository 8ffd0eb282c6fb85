using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace AgentComputer.Sdk;

/// <summary>A process of a computer, and the stream of its events. Made by <see cref="ComputerProcesses"/>.</summary>
/// <remarks>
/// The process does not belong to this object: <see cref="DisposeAsync"/> closes the stream at once and leaves the process running. Call
/// <see cref="KillAsync"/> or <see cref="SignalAsync"/> first to end it. As long as the events are not read, the service waits with them, and a process
/// that writes much waits too.
/// </remarks>
public class ComputerProcess : IAsyncDisposable
{
    private readonly ComputerProcesses? _processes;
    private readonly ProcessEvents? _events;
    private readonly CancellationTokenSource? _left;
    private readonly Lock _gate = new();

#pragma warning disable CA2213 // It holds nothing, and a reader may release it after the disposal.
    private readonly SemaphoreSlim _reading = new(1);
#pragma warning restore CA2213

    private ComputerProcessEvent? _first;
    private Task<ComputerProcessEvent?>? _next;
    private ProcessEndedEvent? _ended;
    private Exception? _failure;
    private bool _disposed;

    internal ComputerProcess(
        ComputerProcesses processes,
        ProcessEvents events,
        ProcessStartedEvent started,
        string? tag,
        bool hasTerminal,
        long? replayMissing,
        CancellationTokenSource left)
    {
        (_processes, _events, _first, _left) = (processes, events, started, left);
        (Pid, Tag, HasTerminal, ReplayMissingBytes) = (started.Pid, tag, hasTerminal, replayMissing);
    }

    /// <summary>For mocks: every method that is not overridden throws.</summary>
    protected ComputerProcess()
    {
    }

    /// <summary>The process id.</summary>
    public virtual long Pid { get; }

    /// <summary>The tag by which the process was started or found; null for none.</summary>
    public virtual string? Tag { get; }

    /// <summary>Whether the process has a terminal.</summary>
    public virtual bool HasTerminal { get; }

    /// <summary>
    /// How many bytes the process had written before the first output in <see cref="Events"/>, because the server had not kept them; 0 if the output is
    /// there from its beginning. Null if <see cref="ComputerProcesses.ConnectAsync"/> was not asked for replay: then nobody counted.
    /// </summary>
    public virtual long? ReplayMissingBytes { get; }

    /// <summary>
    /// The events: <see cref="ProcessStartedEvent"/>, outputs, and <see cref="ProcessEndedEvent"/>. They are read by one reader at a time, and each
    /// event comes once: a loop that is left can be continued by another. A token that ends the loop does not end the stream.
    /// </summary>
    /// <exception cref="InvalidOperationException">While enumerating: the events are being read already.</exception>
    /// <exception cref="AgentComputerStreamInterruptedException">While enumerating: the stream broke; how the process goes on is unknown.</exception>
    /// <exception cref="AgentComputerTimeoutException">While enumerating: the stream was silent for too long.</exception>
    /// <exception cref="AgentComputerApiException">
    /// While enumerating: the service ended the stream, for example with <c>deadline_exceeded</c> when <see cref="ComputerProcessStart.TimeLimit"/> was over.
    /// </exception>
    /// <exception cref="OperationCanceledException">While enumerating: the handle was disposed, or the token ended the loop.</exception>
    public virtual IAsyncEnumerable<ComputerProcessEvent> Events => ReadAsync();

    private ComputerProcesses Processes =>
        _processes ?? throw new InvalidOperationException("This ComputerProcess was made by its parameterless constructor, for a mock; override the method.");

    /// <summary>
    /// Waits for the end of the process. If nobody reads <see cref="Events"/>, the output is read and dropped; otherwise it waits until that reader
    /// has come to the end, or has left.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the process goes on, and can be waited for again.</param>
    /// <returns>How the process ended. It may be asked for any number of times.</returns>
    /// <exception cref="AgentComputerStreamInterruptedException">The stream broke; how the process goes on is unknown.</exception>
    /// <exception cref="AgentComputerException">The stream failed in another way.</exception>
    public virtual async Task<ProcessEndedEvent> WaitAsync(CancellationToken cancellationToken = default)
    {
        _ = Processes;
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_ended is null)
            {
                await NextAsync(cancellationToken).ConfigureAwait(false);
            }

            return _ended;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Kills the process with SIGKILL. It is no error if the process has ended.</summary>
    /// <param name="cancellationToken">Ends the call; the signal may have been sent.</param>
    /// <returns>When the signal is sent. <see cref="WaitAsync"/> tells when the process has ended.</returns>
    public virtual async Task KillAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await SignalAsync(ComputerProcessSignal.Kill, cancellationToken).ConfigureAwait(false);
        }
        catch (AgentComputerNotFoundException)
        {
            // It has ended.
        }
    }

    /// <summary>
    /// Kills the process and all that it has started, with SIGKILL. It is no error if the process has ended; what it has left running then goes on. It is an
    /// addition to the API: the hosted service does not document it.
    /// </summary>
    /// <param name="cancellationToken">Ends the call; the signal may have been sent.</param>
    /// <returns>When the signal is sent. <see cref="WaitAsync"/> tells when the process has ended.</returns>
    /// <exception cref="AgentComputerNotAnnouncedException">The server has not announced such signals; no signal was sent.</exception>
    public virtual async Task KillTreeAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await SignalTreeAsync(ComputerProcessSignal.Kill, cancellationToken).ConfigureAwait(false);
        }
        catch (AgentComputerNotFoundException)
        {
            // It has ended.
        }
    }

    /// <summary>Sends a signal to the process.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="cancellationToken">Ends the call; the signal may have been sent.</param>
    /// <returns>When the signal is sent.</returns>
    /// <exception cref="AgentComputerNotFoundException">The process has ended.</exception>
    public virtual Task SignalAsync(ComputerProcessSignal signal, CancellationToken cancellationToken = default) =>
        Processes.SignalAsync(Pid, signal, cancellationToken);

    /// <summary>Sends a signal to the process and to all that it has started: <see cref="ComputerProcesses.SignalTreeAsync"/>.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="cancellationToken">Ends the call; the signal may have been sent.</param>
    /// <returns>When the signal is sent.</returns>
    /// <exception cref="AgentComputerNotAnnouncedException">The server has not announced such signals; no signal was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">The process has ended.</exception>
    public virtual Task SignalTreeAsync(ComputerProcessSignal signal, CancellationToken cancellationToken = default) =>
        Processes.SignalTreeAsync(Pid, signal, cancellationToken);

    /// <summary>Sends input to the process.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="cancellationToken">Ends the call; the input may have been sent.</param>
    /// <returns>When the process's input has taken the bytes.</returns>
    /// <exception cref="AgentComputerNotFoundException">The process has ended.</exception>
    public virtual Task SendInputAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken = default) =>
        Processes.SendInputAsync(Pid, input, HasTerminal, cancellationToken);

    /// <summary>Opens a stream that writes to the input of the process: <see cref="ComputerProcesses.OpenInput"/>.</summary>
    /// <returns>The stream.</returns>
    public virtual Stream OpenInput() => Processes.OpenInput(Pid, HasTerminal);

    /// <summary>Closes the standard input of the process.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is closed.</returns>
    /// <exception cref="AgentComputerNotFoundException">The process has ended.</exception>
    public virtual Task CloseStdinAsync(CancellationToken cancellationToken = default) => Processes.CloseStdinAsync(Pid, cancellationToken);

    /// <summary>Sets the size of the process's terminal.</summary>
    /// <param name="size">The new size.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the terminal has the size.</returns>
    /// <exception cref="AgentComputerNotFoundException">The process has ended.</exception>
    public virtual Task ResizeAsync(ComputerTerminalSize size, CancellationToken cancellationToken = default) =>
        Processes.ResizeAsync(Pid, size, cancellationToken);

    /// <summary>Closes the stream and leaves the process running: the same as <see cref="DisposeAsync"/>.</summary>
    /// <returns>When the stream is closed.</returns>
    public virtual Task DisconnectAsync() => DisposeAsync().AsTask();

    /// <summary>Closes the stream at once, and leaves the process running. A reader of <see cref="Events"/> gets an <see cref="OperationCanceledException"/>.</summary>
    /// <returns>When the stream is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await DisposeAsyncCore().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the stream at once, and leaves the process running.</summary>
    /// <returns>When the stream is closed.</returns>
    protected virtual async ValueTask DisposeAsyncCore()
    {
        Task? reading;
        lock (_gate)
        {
            if (_disposed || _events is null || _left is null)
            {
                return;
            }

            // No read begins from now on.
            (_disposed, reading) = (true, _next);
        }

        await _left.CancelAsync().ConfigureAwait(false);
        await (reading ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _events.DisposeAsync().ConfigureAwait(false);
        _left.Dispose();
    }

    private async IAsyncEnumerable<ComputerProcessEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _ = Processes;
        cancellationToken.ThrowIfCancellationRequested();
        if (!await _reading.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The events of process {Pid} are being read already.");
        }

        try
        {
            while (_ended is null)
            {
                yield return await NextAsync(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The next event. What was asked for and is not awaited any more is the next event of the next reader.</summary>
    private async ValueTask<ComputerProcessEvent> NextAsync(CancellationToken cancellationToken)
    {
        if (_failure is not null)
        {
            // A stream that has failed never ends well.
            ExceptionDispatchInfo.Throw(_failure);
        }

        if (_first is { } first)
        {
            _first = null;
            return first;
        }

        var item = await ReadNextAsync(cancellationToken).ConfigureAwait(false);
        _ended = item as ProcessEndedEvent;
        return item;
    }

    private async ValueTask<ComputerProcessEvent> ReadNextAsync(CancellationToken cancellationToken)
    {
        Task<ComputerProcessEvent?> next;
        lock (_gate)
        {
            if (_disposed)
            {
                throw new OperationCanceledException($"The stream of process {Pid} was closed. The process may still run.");
            }

            next = _next ??= _events!.NextAsync(_left!.Token).AsTask();
        }

        try
        {
            var item = await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            _next = null;
            return item!;
        }
        catch (Exception) when (next.IsFaulted)
        {
            (_failure, _next) = (next.Exception.InnerException, null);
            throw;
        }
    }
}
