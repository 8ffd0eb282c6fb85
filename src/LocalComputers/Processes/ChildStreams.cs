using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>What a new process reads and writes: pipes, or a terminal. Disposing closes the ends that nobody took.</summary>
internal sealed class ChildStreams : IDisposable
{
    private readonly InputPipe? _input;
    private readonly OutputPipe? _output;
    private readonly OutputPipe? _error;
    private readonly PosixTerminal? _terminal;

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public ChildStreams(ProcessStart start)
    {
        try
        {
            if (start.Terminal is { } size)
            {
                _terminal = PosixTerminal.Create(size);
                return;
            }

            _input = start.TakesInput ? InputPipe.Create() : null;
            _output = OutputPipe.Create();
            _error = OutputPipe.Create();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The terminal's file, which is all three streams of the process; null if they are pipes.</summary>
    public string? TerminalPath => _terminal?.Path;

    /// <summary>The standard input of the process; null for none.</summary>
    public SafeFileHandle? Input => _input?.ReadEnd;

    /// <summary>The standard output of the process, if it has no terminal.</summary>
    public SafeFileHandle Output => _output!.WriteEnd;

    /// <summary>The standard error of the process, if it has no terminal.</summary>
    public SafeFileHandle Error => _error!.WriteEnd;

    public PipeWriteEnd? TakeInput(Poller poller) => _terminal?.TakeInput(poller) ?? _input?.TakeWriteEnd(poller);

    public PipeReadEnd TakeOutput(Poller poller) => _terminal?.TakeOutput(poller) ?? _output!.TakeReadEnd(poller);

    public PipeReadEnd TakeError(Poller poller) => _error is null ? new EndedPipe() : _error.TakeReadEnd(poller);

    public void Dispose()
    {
        _input?.Dispose();
        _output?.Dispose();
        _error?.Dispose();
        _terminal?.Dispose();
    }
}
