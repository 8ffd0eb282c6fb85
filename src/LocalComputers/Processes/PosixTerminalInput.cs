using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>What is typed on a terminal, and the terminal's size.</summary>
internal sealed class PosixTerminalInput(Poller poller, SafeFileHandle terminal) : PosixPipeWriteEnd(poller, terminal)
{
    private readonly SafeFileHandle _terminal = terminal;

    /// <inheritdoc cref="PosixTerminal.Resize"/>
    public void Resize(TerminalSize size) => PosixTerminal.Resize(_terminal, size);
}
