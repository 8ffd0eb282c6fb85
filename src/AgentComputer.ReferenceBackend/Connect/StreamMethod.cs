using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>Serves a method that takes or answers a stream of frames. Its answer has the status 200 also if it fails: the last frame tells.</summary>
internal static class StreamMethod
{
    private const string Advice =
        " A stream's request is made of frames: one byte 0, the length of the message as four bytes (the first is the highest), and the message, for example {\"process\":{\"cmd\":\"ls\",\"args\":[\"-la\"]}}. The plain {\"command\":[…]} of the documentation's sample is not taken.";

    /// <param name="context">The request and its answer.</param>
    /// <param name="serve">Reads the request and writes the answer's frames, apart from the last.</param>
    /// <param name="logger">Where failures are logged.</param>
    public static async Task ServeAsync(HttpContext context, Func<StreamCall, Task> serve, ILogger logger)
    {
        if (PayloadCodec.OfStream(context.Request.ContentType) is not { } codec)
        {
            await WrongMediaType.AnswerAsync(context, codec => codec.StreamType, Advice).ConfigureAwait(false);
            return;
        }

        GatewayLimits.Lift(context);
        context.Response.ContentType = codec.StreamType;
        context.Response.Headers[ConnectHeaders.AcceptEncoding] = ConnectHeaders.Gzip;
        context.Response.Headers.CacheControl = "no-cache, no-transform";
        using var answer = new StreamAnswer(context, codec);
        try
        {
            ConnectHeaders.CheckVersion(context.Request);
            using var frames = new FrameReader(context.Request.Body, ConnectHeaders.EncodingOf(context.Request, ConnectHeaders.ContentEncoding));
            await serve(new(context, codec, frames, answer)).ConfigureAwait(false);
            await answer.EndAsync(EndOfStream.Success).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to tell.
        }
        catch (Exception e)
        {
            await answer.EndAsync(new(GatewayErrors.Of(e, context, logger))).ConfigureAwait(false);
        }
    }
}
