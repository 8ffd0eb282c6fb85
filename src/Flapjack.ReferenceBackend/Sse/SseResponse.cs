using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using LocalComputers.Journals;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Sends a journal as a stream of events.</summary>
/// <param name="extensions">Whether the stream carries our additions: ids, comments, further events and fields.</param>
/// <param name="naming">Which of the wire's names for a computer the frames carry.</param>
/// <param name="clock">The clock of the comments that keep a quiet stream alive.</param>
internal sealed class SseResponse(bool extensions, ComputerNaming naming, TimeProvider clock)
{
    private const int BlockSize = 32 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Sends the headers, and a first comment unless there are no additions, now: a client that waits for headers must not take a quiet command
    /// for a dead server.
    /// </summary>
    public async Task BeginAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-cache, no-transform";
        headers["X-Accel-Buffering"] = "no";
        if (extensions)
        {
            await WriteAsync(context.Response.BodyWriter, ": open\n\n"u8, context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what the journal holds and what it gets, until it is complete. A comment keeps a quiet stream alive, where there are comments.</summary>
    public async Task CopyAsync(JournalReader reader, HttpContext context)
    {
        var output = context.Response.BodyWriter;
        var aborted = context.RequestAborted;
        var buffer = new byte[BlockSize];
        var documented = extensions ? null : new DocumentedFrames(naming);
        Task<int>? read = null;
        while (true)
        {
            read ??= reader.ReadAsync(buffer, aborted).AsTask();
            try
            {
                var count = await read.WaitAsync(extensions ? KeepAlive : Timeout.InfiniteTimeSpan, clock, aborted).ConfigureAwait(false);
                read = null;
                if (count == 0)
                {
                    return;
                }

                await SendAsync(buffer.AsMemory(0, count), documented, output, aborted).ConfigureAwait(false);
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

    private static async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, DocumentedFrames? documented, PipeWriter output, CancellationToken cancellationToken)
    {
        if (documented is null)
        {
            await WriteAsync(output, bytes.Span, cancellationToken).ConfigureAwait(false);
            return;
        }

        var frames = new ArrayBufferWriter<byte>();
        documented.Write(bytes.Span, frames);
        if (frames.WrittenCount > 0)
        {
            await WriteAsync(output, frames.WrittenSpan, cancellationToken).ConfigureAwait(false);
        }
    }

    // All at once: a pipe in memory gives no room that was not asked for.
    private static ValueTask<FlushResult> WriteAsync(PipeWriter output, ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
        return output.FlushAsync(cancellationToken);
    }
}
