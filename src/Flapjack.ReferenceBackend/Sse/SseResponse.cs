using System.Buffers;
using LocalComputers.Journals;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Streams;

namespace Flapjack.ReferenceBackend.Sse;

/// <summary>Sends a journal as a stream of events.</summary>
/// <param name="extensions">Whether the stream carries our additions: ids, comments, further events and fields.</param>
/// <param name="naming">Which of the wire's names for a computer the frames carry.</param>
/// <param name="clock">The clock of the comments that keep a quiet stream alive.</param>
internal sealed class SseResponse(bool extensions, ComputerNaming naming, TimeProvider clock)
{
    // A send takes this much at once: each costs hand-overs between threads.
    private const int BlockSize = 128 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly DocumentedFields _ofComputers = DocumentedFields.OfComputers(naming);

    /// <summary>
    /// Sends the headers, and a first comment unless there are no additions, now: a client that waits for headers must not take a quiet command
    /// for a dead server.
    /// </summary>
    public async Task BeginAsync(HttpContext context)
    {
        EventStreamAnswer.SetHeaders(context);
        if (extensions)
        {
            await EventStreamAnswer.WriteCommentAsync(context, "open").ConfigureAwait(false);
        }
        else
        {
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the journal of a command or a bootstrap.</summary>
    public Task CopyAsync(JournalReader reader, HttpContext context) => CopyAsync(reader, context, _ofComputers);

    /// <summary>Sends what the journal has and what is added to it, until the journal is complete. If the stream has comments, they keep it alive while it is quiet.</summary>
    /// <param name="reader">Reads the journal.</param>
    /// <param name="context">The call that gets the stream.</param>
    /// <param name="documentedFields">What is documented of the stream, for a backend without our additions.</param>
    public async Task CopyAsync(JournalReader reader, HttpContext context, DocumentedFields documentedFields)
    {
        var aborted = context.RequestAborted;
        using var leaving = aborted.UnsafeRegister(static reader => ((JournalReader)reader!).Wake(), reader);
        try
        {
            await (extensions ? CopyAsItIsAsync(reader, context) : CopyDocumentedAsync(reader, context, new(documentedFields))).ConfigureAwait(false);
        }
        catch (JournalGapException e)
        {
            await WriteErrorAsync(context, "RESUME_GAP", e.Message).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a stream that has begun with an event that says why.</summary>
    public static async Task WriteErrorAsync(HttpContext context, string code, string detail) =>
        await EventStreamAnswer.WriteEventAsync(context, "error", new() { ["code"] = code, ["detail"] = detail }).ConfigureAwait(false);

    private async Task CopyAsItIsAsync(JournalReader reader, HttpContext context)
    {
        using var silence = new Silence(clock, KeepAlive, reader.Wake);
        var output = context.Response.BodyWriter;
        while (true)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            // Room is asked for only when there is something to put into it, and for no more than that: a quiet stream holds no memory.
            if (reader.Available(out var isEnd) is > 0 and var available)
            {
                var room = output.GetSpan((int)Math.Min(available, BlockSize));
                var count = reader.TryRead(room[..Math.Min(room.Length, BlockSize)], out _);
                output.Advance(count);
                await output.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                reader.Advance(count);
                silence.Break();
            }
            else if (isEnd)
            {
                return;
            }
            else if (silence.IsOver)
            {
                await EventStreamAnswer.WriteCommentAsync(context, "keep-alive").ConfigureAwait(false);
                silence.Break();
            }
            else
            {
                await reader.WaitAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task CopyDocumentedAsync(JournalReader reader, HttpContext context, DocumentedFrames documented)
    {
        var frames = new ArrayBufferWriter<byte>();
        while (true)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            if (reader.Available(out var isEnd) > 0)
            {
                var count = Reduce(reader, documented, frames);
                if (frames.WrittenCount > 0)
                {
                    await EventStreamAnswer.WriteAsync(context, frames.WrittenSpan).ConfigureAwait(false);
                    frames.ResetWrittenCount();
                }

                reader.Advance(count);
            }
            else if (isEnd)
            {
                return;
            }
            else
            {
                await reader.WaitAsync().ConfigureAwait(false);
            }
        }
    }

    private static int Reduce(JournalReader reader, DocumentedFrames documented, IBufferWriter<byte> frames)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var count = reader.TryRead(block, out _);
            documented.Write(block.AsSpan(0, count), frames);
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
