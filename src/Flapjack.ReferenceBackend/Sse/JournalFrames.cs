using System.Runtime.CompilerServices;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Reads the frames of a journal inside the backend, as a client reads the stream that is sent to it.</summary>
internal static class JournalFrames
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The frames, as they come, until the journal is complete.</summary>
    /// <exception cref="JournalGapException">What follows can't be read.</exception>
    public static async IAsyncEnumerable<LastFrame> ReadAsync(JournalReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var format = new SseFormat("");
        var buffer = new byte[BlockSize];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }

            var count = await reader.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                yield break;
            }

            reader.Advance(count);
            length += count;
            var taken = 0;
            while (format.LengthOfFirst(buffer.AsSpan(taken, length - taken)) is > 0 and var whole)
            {
                yield return format.Read(buffer.AsSpan(taken, whole));
                taken += whole;
            }

            buffer.AsSpan(taken, length - taken).CopyTo(buffer);
            length -= taken;
        }
    }
}
