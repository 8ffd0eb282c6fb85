namespace LocalComputers.Processes;

/// <summary>A process that a <see cref="ProcessHost"/> started. Disposing ends it if it still runs.</summary>
/// <remarks>What it left running in the background is ended by <see cref="ProcessTree"/>, not here.</remarks>
internal abstract class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ProcessHost _host;
    private readonly Lazy<Task> _disposal;

    protected ChildProcess(ProcessHost host)
    {
        _host = host;
        _disposal = new Lazy<Task>(DisposeOnceAsync);
    }

    public abstract int Id { get; }

    /// <summary>What the process reads, or what is typed on its terminal; null for a process that reads nothing.</summary>
    public abstract PipeWriteEnd? StandardInput { get; }

    /// <summary>What the process writes, or all that it writes to its terminal.</summary>
    public abstract PipeReadEnd StandardOutput { get; }

    public abstract PipeReadEnd StandardError { get; }

    /// <summary>Completes when the process itself has ended, even while others that it started still hold its pipes.</summary>
    public abstract Task<ProcessExit> Exited { get; }

    /// <summary>Whether <see cref="Id"/> can mean no other process: the system gives the number to nobody else yet.</summary>
    public abstract bool HoldsItsId { get; }

    /// <summary>
    /// Why the program never began: the prelude failed, or the program ended without its <see cref="ProcessStart.ProofOfStart"/>. Null if it
    /// began. Ask once the process has ended.
    /// </summary>
    public virtual string? WhyNotStarted() => null;

    /// <summary>Sends a signal, by its number, to the process itself and to no other.</summary>
    /// <returns>False if the process has ended, or the system refused.</returns>
    public abstract bool Signal(int signal);

    /// <summary>Gives the process's terminal another size.</summary>
    /// <exception cref="InvalidOperationException">The process runs on no terminal.</exception>
    /// <exception cref="ObjectDisposedException">The terminal is closed.</exception>
    public abstract void Resize(TerminalSize size);

    /// <summary>Asks the process to end, by SIGTERM.</summary>
    public abstract void Terminate();

    /// <summary>Sends SIGKILL to the process and to what can be told to belong to it.</summary>
    public abstract void Kill();

    public ValueTask DisposeAsync() => new(_disposal.Value);

    /// <summary>Gives back what the operating system keeps for the process.</summary>
    protected abstract void Release();

    private async Task DisposeOnceAsync()
    {
        if (!Exited.IsCompleted)
        {
            Kill();
            await WaitUntilEndedAsync().ConfigureAwait(false);
        }

        // The process is killed first: once it is released, its id may be another process's.
        _host.Forget(this);
        Release();
        StandardInput?.Dispose();
        StandardOutput.DisposeUnlessHandedOver();
        StandardError.DisposeUnlessHandedOver();
    }

    private async Task WaitUntilEndedAsync()
    {
        // The operating system's clock, and not the TimeProvider: no test would advance its clock while the kernel works.
        await ((Task)Exited).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Exited.IsCompleted)
        {
            ProcessLog.ProcessLeftBehind(_host.Logger, Id, Patience);
        }
    }
}
