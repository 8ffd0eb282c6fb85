namespace LocalComputers.Journals;

/// <summary>Cuts a long text into pieces, a frame for each.</summary>
internal static class FramePieces
{
    /// <summary>How many frames are built, written to the disk and told to the readers together.</summary>
    public const int AtOnce = 4;

    // With larger frames a reader in .NET makes strings that only a full collection frees.
    private const int Size = 32 * 1024;

    // A rest that is smaller than this gets no frame of its own.
    private const int SmallRest = Size / 4;

    /// <summary>How long the first piece is: one that cuts no character, if the text is UTF-8.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> text)
    {
        if (text.Length < Size + SmallRest)
        {
            return text.Length;
        }

        var end = Size;
        while (end > Size - 3 && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }

    /// <summary>Builds the frames of the first pieces of a text, at most as many as belong together.</summary>
    /// <param name="frames">Gets them.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="number">The number of the first frame.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="text">The text; what is left of it when this returns.</param>
    /// <param name="ends">Gets where each frame ends.</param>
    /// <returns>How many frames there are, at least one.</returns>
    public static int Write(
        FrameBuffer frames, FrameFormat format, long number, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ref ReadOnlySpan<byte> text, scoped Span<int> ends)
    {
        // Room for all of them, so that what is built is not copied when the next frame needs some.
        frames.GetSpan(format.RoomFor(text[..Math.Min(text.Length, AtOnce * Size)]));
        var count = 0;
        do
        {
            var piece = text[..LengthOfFirst(text)];
            format.WriteText(frames, number + count, eventName, property, piece);
            ends[count++] = frames.Length;
            text = text[piece.Length..];
        }
        while (text.Length > 0 && count < AtOnce);

        return count;
    }
}
