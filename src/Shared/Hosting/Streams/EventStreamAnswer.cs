using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Shared.Hosting.Streams;

/// <summary>Writes an answer that is a stream of server-sent events. Everything that is written is sent at once.</summary>
internal static class EventStreamAnswer
{
    /// <summary>Sets the headers of a stream, which no proxy may change or hold back.</summary>
    public static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-cache, no-transform";
        headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Writes a comment, which shows a client that the server is there.</summary>
    public static ValueTask<FlushResult> WriteCommentAsync(HttpContext context, string text) => WriteAsync(context, Encoding.UTF8.GetBytes($": {text}\n\n"));

    /// <summary>Writes an event without an id.</summary>
    public static ValueTask<FlushResult> WriteEventAsync(HttpContext context, string name, JsonObject data) =>
        WriteAsync(context, Encoding.UTF8.GetBytes($"event: {name}\ndata: {data.ToJsonString()}\n\n"));

    /// <summary>Writes frames that are complete already.</summary>
    public static ValueTask<FlushResult> WriteAsync(HttpContext context, ReadOnlySpan<byte> frames)
    {
        // Copied as a whole, because a pipe in memory gives only as much room as was asked for.
        var output = context.Response.BodyWriter;
        frames.CopyTo(output.GetSpan(frames.Length));
        output.Advance(frames.Length);
        return output.FlushAsync(context.RequestAborted);
    }
}
