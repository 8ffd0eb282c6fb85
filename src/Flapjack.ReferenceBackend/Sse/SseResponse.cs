using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Computers.Journals;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Sends a journal as a stream of events.</summary>
internal static class SseResponse
{
    private const int BlockSize = 32 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Sends the headers and a first comment, now: a client that waits for headers must not take a quiet command for a dead server.</summary>
    public static async Task BeginAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-cache, no-transform";
        headers["X-Accel-Buffering"] = "no";
        await WriteAsync(context.Response.BodyWriter, ": open\n\n"u8, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends what the journal holds and what it gets, until it is complete. A comment keeps a quiet stream alive.</summary>
    public static async Task CopyAsync(JournalReader reader, HttpContext context, TimeProvider clock)
    {
        var output = context.Response.BodyWriter;
        var aborted = context.RequestAborted;
        var buffer = new byte[BlockSize];
        Task<int>? read = null;
        while (true)
        {
            read ??= reader.ReadAsync(buffer, aborted).AsTask();
            try
            {
                var count = await read.WaitAsync(KeepAlive, clock, aborted).ConfigureAwait(false);
                read = null;
                if (count == 0)
                {
                    return;
                }

                await WriteAsync(output, buffer.AsMemory(0, count).Span, aborted).ConfigureAwait(false);
                reader.Advance(count);
            }
            catch (TimeoutException)
            {
                await WriteAsync(output, ": keep-alive\n\n"u8, aborted).ConfigureAwait(false);
            }
            catch (JournalGapException e)
            {
                await WriteErrorAsync(context, "RESUME_GAP", e.Message).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Ends a stream that has begun by saying why.</summary>
    public static async Task WriteErrorAsync(HttpContext context, string code, string detail)
    {
        var data = new JsonObject { ["code"] = code, ["detail"] = detail }.ToJsonString();
        await WriteAsync(context.Response.BodyWriter, Encoding.UTF8.GetBytes($"event: error\ndata: {data}\n\n"), context.RequestAborted).ConfigureAwait(false);
    }

    private static ValueTask<FlushResult> WriteAsync(PipeWriter output, ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
        return output.FlushAsync(cancellationToken);
    }
}
