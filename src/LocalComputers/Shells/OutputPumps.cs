using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>Carries what a process writes to where it goes, from its start until just behind its end.</summary>
internal sealed class OutputPumps : IDisposable
{
    // How long after the process's own end a helper such as `> >(tee log)` may still write. The operating system's clock measures it.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _graceOver = new();
    private readonly Task _running;

    /// <param name="child">The process.</param>
    /// <param name="output">Where its output goes.</param>
    /// <param name="leave">Given a pipe that something else still holds behind the process's end.</param>
    /// <param name="failed">Called when output can't be read or taken any more: nobody reads the pipe then, and the process would block on it.</param>
    public OutputPumps(ChildProcess child, IShellOutput output, Action<PipeReadEnd> leave, Func<Task> failed)
    {
        _running = Task.WhenAll(
            PumpAsync(child.StandardOutput, OutputKind.Stdout, output, leave, failed), PumpAsync(child.StandardError, OutputKind.Stderr, output, leave, failed));
    }

    /// <summary>Reads what is left. Call it when the process has ended.</summary>
    public async Task EndAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        _graceOver.CancelAfter(Grace);
        await _running.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _ended.Dispose();
        _graceOver.Dispose();
    }

    private async Task PumpAsync(PipeReadEnd pipe, OutputKind kind, IShellOutput output, Action<PipeReadEnd> leave, Func<Task> failed)
    {
        try
        {
            if (!await OutputPump.RunAsync(pipe, kind, output, output.IsText ? _ended.Token : _graceOver.Token, _graceOver.Token).ConfigureAwait(false))
            {
                leave(pipe);
            }
        }
        catch
        {
            await failed().ConfigureAwait(false);
            throw;
        }
    }
}
