namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>The mark that some servers and languages put before UTF-8. The mark is not part of JSON. The client skips it in answers, and so does the
/// health check.</summary>
internal static class ByteOrderMark
{
    private static ReadOnlySpan<byte> Utf8 => [0xEF, 0xBB, 0xBF];

    public static ReadOnlyMemory<byte> Skip(byte[]? text) => text.AsSpan().StartsWith(Utf8) ? text.AsMemory(Utf8.Length) : text;
}
