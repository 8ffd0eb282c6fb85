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
            var (taken, searched) = (0, length);
            length += count;
            while (format.LengthOfFirst(buffer.AsSpan(taken, length - taken), searched) is > 0 and var whole)
            {
                yield return format.Read(buffer.AsSpan(taken, whole));
                taken += whole;
                searched = 0;
            }

            buffer.AsSpan(taken, length - taken).CopyTo(buffer);
            length -= taken;
        }
    }
}
