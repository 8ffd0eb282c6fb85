using System.Text;

namespace AgentComputer.Sdk;

/// <summary>The text of one piece of output: what the piece before left over of a character, and this piece without a character that is not complete. It is decoded when it is asked for.</summary>
/// <param name="before">The beginning of a character; at most three bytes.</param>
/// <param name="bytes">The piece.</param>
/// <param name="left">How many bytes at the end of the two are left to the next piece.</param>
internal sealed class OutputText(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> bytes, int left)
{
    private const int LongestBeginning = 3;

    /// <summary>The text of bytes that stand alone.</summary>
    public static OutputText Of(ReadOnlyMemory<byte> bytes) => new(default, bytes, 0);

    /// <summary>The text of the next piece of a source.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="pending">The beginning of a character that the pieces before have left over; it becomes that of this piece.</param>
    public static OutputText Next(ReadOnlyMemory<byte> bytes, ref ReadOnlyMemory<byte> pending)
    {
        Span<byte> end = stackalloc byte[2 * LongestBeginning];
        var ofPiece = bytes.Span[Math.Max(0, bytes.Length - LongestBeginning)..];
        // A longer piece has its own beginning of a character, if it has any.
        var ofPending = ofPiece.Length == LongestBeginning ? default : pending.Span;
        ofPending.CopyTo(end);
        ofPiece.CopyTo(end[ofPending.Length..]);
        end = end[..(ofPending.Length + ofPiece.Length)];
        var left = LeftOver(end);
        var text = new OutputText(pending, bytes, left);
        pending = left == 0 ? default : end[^left..].ToArray();
        return text;
    }

    public override string ToString()
    {
        if (before.IsEmpty)
        {
            return Encoding.UTF8.GetString(bytes.Span[..^left]);
        }

        byte[] all = [.. before.Span, .. bytes.Span];
        return Encoding.UTF8.GetString(all, 0, all.Length - left);
    }

    /// <summary>How many bytes at the end are the beginning of a character.</summary>
    private static int LeftOver(ReadOnlySpan<byte> end)
    {
        for (var count = 1; count <= Math.Min(LongestBeginning, end.Length); count++)
        {
            if (Rune.DecodeFromUtf8(end[^count..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData)
            {
                return count;
            }
        }

        return 0;
    }
}
