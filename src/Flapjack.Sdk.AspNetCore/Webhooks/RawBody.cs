using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Webhooks;

/// <summary>A request's body as it came over the wire.</summary>
/// <param name="Status">200 when it is all there; else what to answer in place of reading on.</param>
/// <param name="Bytes">The body.</param>
internal readonly record struct RawBody(int Status, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether the sender announced a body that is not there any more: middleware has read it.</summary>
    public bool WasConsumed(long? announced) => Status == StatusCodes.Status200OK && Bytes.IsEmpty && announced > 0;

    /// <summary>Reads no further than it has to, to know that the body is over the limit.</summary>
    public static async Task<RawBody> ReadAsync(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
        {
            return Failed(StatusCodes.Status413PayloadTooLarge);
        }

        if (context.Request.Body.CanSeek)
        {
            // Middleware that buffers a body and reads it leaves it at its end.
            context.Request.Body.Position = 0;
        }

        try
        {
            var body = await BoundedBody.ReadAsync(context.Request.Body, limit, context.RequestAborted).ConfigureAwait(false);
            return body is null ? Failed(StatusCodes.Status413PayloadTooLarge) : new(StatusCodes.Status200OK, body);
        }
        catch (BadHttpRequestException e)
        {
            // The server's own verdict: larger than its limit, slower, or no HTTP.
            return Failed(e.StatusCode);
        }
        catch (Exception e) when (e is ConnectionResetException or ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            // The sender hung up, and hears nothing of it; or a time limit of the app's own has ended the reading, and the sender is to come again.
            return Failed(StatusCodes.Status408RequestTimeout);
        }
    }

    private static RawBody Failed(int status) => new(status, default);
}
