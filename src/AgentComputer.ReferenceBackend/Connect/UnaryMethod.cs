using System.Buffers;
using System.IO.Compression;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>Serves a method that takes one message and answers one.</summary>
internal static class UnaryMethod
{
    private const int ReadAtOnce = 16 * 1024;

    /// <param name="context">The request and its answer.</param>
    /// <param name="kind">The request's message.</param>
    /// <param name="answerKind">The answer's message.</param>
    /// <param name="serve">Makes the answer.</param>
    /// <param name="clock">The clock of the call's timeout.</param>
    /// <param name="logger">Where failures are logged.</param>
    public static async Task ServeAsync<TRequest, TAnswer>(
        HttpContext context,
        MessageKind<TRequest> kind,
        MessageKind<TAnswer> answerKind,
        Func<TRequest, CancellationToken, Task<TAnswer>> serve,
        TimeProvider clock,
        ILogger logger)
        where TRequest : class, IMessage<TRequest>, new()
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        if (PayloadCodec.OfUnary(context.Request.ContentType) is not { } codec)
        {
            await WrongMediaType.AnswerAsync(context, codec => codec.UnaryType).ConfigureAwait(false);
            return;
        }

        try
        {
            GatewayLimits.Lift(context);
            ConnectHeaders.CheckVersion(context.Request);
            using var deadline = new Deadline(context, clock);
            var request = codec.Read(kind, await ReadAsync(context).ConfigureAwait(false));
            var answer = await deadline.KeepAsync(end => serve(request, end)).ConfigureAwait(false);
            var bytes = new ArrayBufferWriter<byte>();
            codec.Write(answerKind, answer, bytes);
            context.Response.ContentType = codec.UnaryType;
            context.Response.ContentLength = bytes.WrittenCount;
            await context.Response.Body.WriteAsync(bytes.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to tell.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, GatewayErrors.Of(e, context, logger)).ConfigureAwait(false);
        }
    }

    /// <summary>Answers with an error alone.</summary>
    /// <param name="context">The request and its answer.</param>
    /// <param name="error">The error.</param>
    /// <param name="status">The status; null for that of the error's code.</param>
    public static async Task RefuseAsync(HttpContext context, ConnectError error, int? status = null)
    {
        var body = error.ToBody();
        context.Response.StatusCode = status ?? ConnectCodes.StatusOf(error.Code);
        context.Response.ContentType = PayloadCodec.Json.UnaryType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var body = context.Request.Body;
        if (ConnectHeaders.EncodingOf(context.Request, HeaderNames.ContentEncoding) is null)
        {
            return await ReadAsync(body, context.RequestAborted).ConfigureAwait(false);
        }

        try
        {
            var unpacked = new GZipStream(body, CompressionMode.Decompress, leaveOpen: true);
            await using var _ = unpacked.ConfigureAwait(false);
            return await ReadAsync(unpacked, context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new BadMessageException(ConnectCodes.InvalidArgument, "The body is announced as gzip, and is none.", e);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[ReadAtOnce];
        while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
            if (all.Length > FrameReader.DefaultMaxBytes)
            {
                throw new ConnectRefusal(ConnectCodes.ResourceExhausted, $"The message is larger than {FrameReader.DefaultMaxBytes} bytes, which is the most that is taken. Send it in pieces, by StreamInput.");
            }
        }

        return all.ToArray();
    }
}
