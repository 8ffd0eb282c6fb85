using LocalComputers.Processes;

namespace LocalComputers.Programs;

/// <summary>What callers write to a program, in the order in which they come.</summary>
/// <param name="pipe">The program's input; null for none.</param>
/// <param name="isTerminal">Whether it is typed on a terminal.</param>
#pragma warning disable CA1001 // The semaphore holds nothing that needs disposal, and a caller may still wait when the program ends.
internal sealed class ProgramInput(PipeWriteEnd? pipe, bool isTerminal)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isClosed = pipe is null;

    /// <summary>Writes all of it, waiting while the program does not read. When it is cancelled, the program has got a part of it, or nothing.</summary>
    /// <exception cref="ProgramInputException">The program takes no input, or no more.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed)
            {
                throw new ProgramInputException(pipe is null
                    ? "The program was started without input. Start it with input to write to it."
                    : "The program's input is closed; nothing more can be written to it.");
            }

            await pipe!.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new ProgramInputException("The program has closed its input, or has ended; it has not read all that was written to it.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the input behind all that was written. Nothing happens if it is closed already.</summary>
    /// <exception cref="ProgramInputException">The program runs on a terminal, whose input can't be closed.</exception>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (isTerminal)
        {
            throw new ProgramInputException("The input of a terminal can't be closed. Write the byte 0x04 at the beginning of a line instead.");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _isClosed = true;
            pipe?.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }
}
