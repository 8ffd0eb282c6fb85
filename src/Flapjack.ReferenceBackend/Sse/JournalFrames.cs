using System.Runtime.CompilerServices;
using LocalComputers.Journals;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Reads the frames of a journal inside the backend, as a client reads the stream that is sent to it.</summary>
internal static class JournalFrames
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The frames, as they come, until the journal is complete.</summary>
    /// <exception cref="JournalGapException">What follows can't be read.</exception>
    public static IAsyncEnumerable<LastFrame> ReadAsync(JournalReader reader, CancellationToken cancellationToken) => ReadAsync(reader, waits: true, cancellationToken);

    /// <summary>The same, or only the frames that are there already.</summary>
    /// <param name="reader">Reads the journal.</param>
    /// <param name="waits">Whether frames are waited for that are not there yet.</param>
    /// <param name="cancellationToken">Ends the wait for the next frame.</param>
    /// <exception cref="JournalGapException">What follows can't be read.</exception>
    public static async IAsyncEnumerable<LastFrame> ReadAsync(JournalReader reader, bool waits, [EnumeratorCancellation] CancellationToken cancellationToken)
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

            if (!waits && reader.Available(out _) == 0)
            {
                yield break;
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
