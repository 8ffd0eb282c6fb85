using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>Carries what a command writes from one of its pipes to where its output goes.</summary>
internal static class OutputPump
{
    // Each read costs a write to the journal, a hand-over to the reader and a send, so a fast command is read in large pieces. With its escapes, this
    // much text usually fits into an array of 128 KiB.
    private const int BufferSize = 96 * 1024;

    // A terminal tells how much is left in it only piece by piece. A background process that writes to it without a pause is cut off here.
    private const long MostLeftInTerminal = 1024 * 1024;

    /// <summary>Reads until the pipe's end, or until the command has ended and what it left in the pipe is read; false in the second case.</summary>
    public static async Task<bool> RunAsync(
        PipeReadEnd pipe, OutputKind kind, IShellOutput output, CancellationToken ended, CancellationToken graceOver)
    {
        using var buffer = new PipeBuffer(BufferSize);
        // What a background process writes after the command's end is not the command's output. Null while the command has not ended.
        long? leftover = null;
        var more = MostLeftInTerminal;
        while (leftover is null or > 0)
        {
            await WaitForRoomAsync(output, ended).ConfigureAwait(false);
            if (graceOver.IsCancellationRequested && leftover is null)
            {
                leftover = pipe.Available;
                continue;
            }

            int count;
            try
            {
                count = await pipe.ReadAsync(buffer, leftover ?? long.MaxValue, leftover is null ? graceOver : CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (graceOver.IsCancellationRequested)
            {
                continue;
            }

            leftover -= count;
            Write(output, kind, buffer, count);
            if (count == 0)
            {
                return true;
            }

            if (leftover == 0 && pipe.IsTerminal)
            {
                leftover = Math.Min(pipe.Available, more);
                more -= leftover.Value;
            }
        }

        if (buffer.Kept.Length > 0)
        {
            output.Write(kind, buffer.Kept);
        }

        return false;
    }

    private static void Write(IShellOutput output, OutputKind kind, PipeBuffer buffer, int count)
    {
        var filled = buffer.Filled(count);
        var incomplete = count == 0 || !output.IsText ? 0 : Utf8Boundary.IncompleteTail(filled);
        if (filled.Length > incomplete)
        {
            output.Write(kind, filled[..^incomplete]);
        }

        buffer.KeepLast(incomplete, filled);
    }

    private static async ValueTask WaitForRoomAsync(IShellOutput output, CancellationToken ended)
    {
        try
        {
            await output.WaitForRoomAsync(ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The command has ended. Its pipes hold little, and the reader wants the exit code.
        }
    }
}
