namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Reads what a receiver has answered to a POST.</summary>
internal static class PostAnswer
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body as far as the call wants it.</summary>
    /// <param name="headers">The answer before its body.</param>
    /// <param name="content">The body.</param>
    /// <param name="maxBytes">How many bytes are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The connection broke, or the body has not the length that the headers say.</exception>
    public static async Task<PostResult> ReadAsync(PostResult headers, HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (body.Length <= maxBytes && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            body.Write(buffer, 0, count);
        }

        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        return bytes.Length > maxBytes ? headers with { Body = bytes[..maxBytes], IsTooLong = true, Reason = $"answered with more than {maxBytes} bytes" }
            : bytes.Span.StartsWith(ByteOrderMark) ? headers with { Body = bytes[ByteOrderMark.Length..] }
            : headers with { Body = bytes };
    }
}
