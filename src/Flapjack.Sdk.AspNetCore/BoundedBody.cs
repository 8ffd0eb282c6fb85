namespace Flapjack.Sdk.AspNetCore;

/// <summary>Reads a body that is not to be larger than it has any reason to be. It takes memory for what comes, not for what the sender says will come.</summary>
internal static class BoundedBody
{
    /// <returns>All of the body; null when it is larger.</returns>
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
