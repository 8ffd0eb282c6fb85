namespace Shared.Hosting.Faults.Kinds;

/// <summary>Finds its way in event streams as this backend writes them: lines end with LF, and a frame has one line of data.</summary>
internal static class SseFrames
{
    /// <summary>How long the first frame is, with the blank line behind it; 0 when it is not complete.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> stream) => stream.IndexOf("\n\n"u8) + 2 is > 1 and var length ? length : 0;

    /// <summary>Where a frame's data begins; -1 for a comment.</summary>
    public static int IndexOfData(ReadOnlySpan<byte> frame)
    {
        var field = "\ndata: "u8;
        return frame.IndexOf(field) is >= 0 and var before ? before + field.Length : -1;
    }
}
