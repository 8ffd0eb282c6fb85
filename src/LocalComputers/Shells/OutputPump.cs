using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>Carries what a command writes from one of its pipes to where its output goes.</summary>
internal static class OutputPump
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Reads until the pipe's end, or until the command has ended and what it left in the pipe is read; false in the second case.</summary>
    public static async Task<bool> RunAsync(
        PipeReadEnd pipe, OutputKind kind, IShellOutput output, CancellationToken ended, CancellationToken graceOver)
    {
        var buffer = new byte[BufferSize];
        var kept = 0;
        // What a background process writes after the command's end is not the command's output. Null while the command has not ended.
        long? leftover = null;
        while (leftover is null or > 0)
        {
            await WaitForRoomAsync(output, ended).ConfigureAwait(false);
            if (graceOver.IsCancellationRequested && leftover is null)
            {
                leftover = pipe.Available;
                continue;
            }

            var room = buffer.AsMemory(kept, (int)Math.Min(buffer.Length - kept, leftover ?? long.MaxValue));
            var count = await ReadAsync(pipe, room, leftover is null ? graceOver : CancellationToken.None).ConfigureAwait(false);
            if (count is null)
            {
                continue;
            }

            leftover -= count.Value;
            var filled = buffer.AsMemory(0, kept + count.Value);
            kept = count == 0 ? 0 : Utf8Boundary.IncompleteTail(filled.Span);
            if (filled.Length > kept)
            {
                output.Write(kind, filled.Span[..^kept]);
                filled[^kept..].CopyTo(buffer);
            }

            if (count == 0)
            {
                return true;
            }
        }

        if (kept > 0)
        {
            output.Write(kind, buffer.AsSpan(0, kept));
        }

        return false;
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

    private static async ValueTask<int?> ReadAsync(PipeReadEnd pipe, Memory<byte> buffer, CancellationToken graceOver)
    {
        try
        {
            return await pipe.ReadAsync(buffer, graceOver).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (graceOver.IsCancellationRequested)
        {
            return null;
        }
    }
}
