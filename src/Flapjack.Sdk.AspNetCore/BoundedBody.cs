namespace Flapjack.Sdk.AspNetCore;

/// <summary>Reads a body up to a limit. It takes memory for the bytes that arrive, not for the length that the sender announces.</summary>
internal static class BoundedBody
{
    /// <returns>The whole body; null if it is larger than the limit.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (all.Length + count > maxBytes)
            {
                return null;
            }

            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }
}
