namespace Shared.Hosting.Faults.Kinds;

/// <summary>Finds frames in an event stream of this backend, whose lines end with LF and whose frames have one line of data each.</summary>
internal static class SseFrames
{
    /// <summary>The length of the first frame with the blank line that ends it; 0 if the frame is not complete.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> stream) => stream.IndexOf("\n\n"u8) + 2 is > 1 and var length ? length : 0;

    /// <summary>Where a frame's data begins; -1 for a comment.</summary>
    public static int IndexOfData(ReadOnlySpan<byte> frame)
    {
        var field = "\ndata: "u8;
        return frame.IndexOf(field) is >= 0 and var before ? before + field.Length : -1;
    }
}
