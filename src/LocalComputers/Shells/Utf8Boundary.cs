namespace LocalComputers.Shells;

/// <summary>Finds where a piece of output may be cut without cutting a character.</summary>
internal static class Utf8Boundary
{
    /// <summary>How many of the last bytes are the beginning of a character whose rest has not come yet; 0 to 3.</summary>
    public static int IncompleteTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
            {
                return 0;
            }

            if (b >= 0xC2)
            {
                var expected = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return b < 0xF5 && back < expected ? back : 0;
            }
        }

        return 0;
    }
}
