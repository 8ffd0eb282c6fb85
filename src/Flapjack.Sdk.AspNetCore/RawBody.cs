using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>A request's body as it came over the wire.</summary>
/// <param name="Status">200 if the whole body is there; otherwise the status to answer with.</param>
/// <param name="Bytes">The body.</param>
internal readonly record struct RawBody(int Status, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether the sender announced a body that is gone, because middleware has read it.</summary>
    public bool WasConsumed(long? announced) => Status == StatusCodes.Status200OK && Bytes.IsEmpty && announced > 0;

    /// <summary>Stops reading as soon as the body is known to be over the limit.</summary>
    public static async Task<RawBody> ReadAsync(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
        {
            return Failed(StatusCodes.Status413PayloadTooLarge);
        }

        if (context.Request.Body.CanSeek)
        {
            // If middleware buffers a body and reads it, the body stands at its end afterwards.
            context.Request.Body.Position = 0;
        }

        try
        {
            var body = await BoundedBody.ReadAsync(context.Request.Body, limit, context.RequestAborted).ConfigureAwait(false);
            return body is null ? Failed(StatusCodes.Status413PayloadTooLarge) : new(StatusCodes.Status200OK, body);
        }
        catch (BadHttpRequestException e)
        {
            // The server itself has refused the body: it is larger than the server's limit, too slow, or not valid HTTP.
            return Failed(e.StatusCode);
        }
        catch (Exception e) when (e is ConnectionResetException or ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            // The sender hung up, and reads no answer; or the app's own time limit has ended the reading, and the sender must come again.
            return Failed(StatusCodes.Status408RequestTimeout);
        }
    }

    private static RawBody Failed(int status) => new(status, default);
}
