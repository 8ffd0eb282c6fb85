using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Journals;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Streams;

namespace Flapjack.ReferenceBackend.Dashboard.Commands;

/// <summary>Sends a browser what a command or a bootstrap writes, from near the end on. Nothing waits for the browser: if it falls behind, the middle is left out.</summary>
/// <param name="watch">Attaches to the journal, so many bytes before its end.</param>
/// <param name="mask">Hides the secrets of the computer.</param>
internal sealed class LiveOutput(Func<long, JournalAttachment> watch, Mask mask)
{
    // More than this no browser shows at once, and nobody reads.
    private const long Tail = 256 * 1024;
    private const long FurthestBehind = 1024 * 1024;

    public async Task SendAsync(HttpContext context)
    {
        EventStreamAnswer.SetHeaders(context);
        try
        {
            while (await SendUntilBehindAsync(context).ConfigureAwait(false))
            {
            }
        }
        catch (JournalGapException)
        {
            await EventStreamAnswer.WriteEventAsync(context, "gone", []).ConfigureAwait(false);
        }
    }

    /// <summary>All that is kept, as a text with both outputs in their order. Nobody waits for what is not written yet.</summary>
    public async Task SaveAsync(HttpContext context, string name)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.txt\"";
        using var attachment = watch(long.MaxValue);
        var writers = new Dictionary<string, Mask.PieceMask>(StringComparer.Ordinal);
        await foreach (var (output, chunk) in ChunksAsync(attachment.Reader, waits: false, context.RequestAborted).ConfigureAwait(false))
        {
            await context.Response.WriteAsync(MaskOf(writers, output).Next(chunk), context.RequestAborted).ConfigureAwait(false);
        }

        foreach (var writer in writers.Values)
        {
            await context.Response.WriteAsync(writer.End(), context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <returns>Whether the browser fell behind, and more is to be sent.</returns>
    private async Task<bool> SendUntilBehindAsync(HttpContext context)
    {
        using var attachment = watch(Tail);
        var reader = attachment.Reader;
        await EventStreamAnswer.WriteEventAsync(context, "begin", new() { ["skipped"] = reader.Position }).ConfigureAwait(false);
        var (masks, colours) = (new Dictionary<string, Mask.PieceMask>(StringComparer.Ordinal), new Dictionary<string, AnsiText>(StringComparer.Ordinal));
        await foreach (var (output, chunk) in ChunksAsync(reader, waits: true, context.RequestAborted).ConfigureAwait(false))
        {
            await SendAsync(context, output, MaskOf(masks, output).Next(chunk), colours).ConfigureAwait(false);
            if (reader.Available(out _) > FurthestBehind)
            {
                return true;
            }
        }

        foreach (var (output, rest) in masks)
        {
            await SendAsync(context, output, rest.End(), colours).ConfigureAwait(false);
        }

        await EventStreamAnswer.WriteEventAsync(context, "end", []).ConfigureAwait(false);
        return false;
    }

    private static async Task SendAsync(HttpContext context, string output, string text, Dictionary<string, AnsiText> colours)
    {
        var colour = colours.TryGetValue(output, out var known) ? known : colours[output] = new();
        var pieces = new JsonArray([.. colour.Next(text).Select(piece => new JsonArray(piece.Classes, piece.Text))]);
        if (pieces.Count > 0)
        {
            await EventStreamAnswer.WriteEventAsync(context, "output", new() { ["output"] = output, ["pieces"] = pieces }).ConfigureAwait(false);
        }
    }

    /// <summary>What was written, and on which output: <c>stdout</c>, <c>stderr</c> or <c>log</c>.</summary>
    private static async IAsyncEnumerable<(string Output, string Chunk)> ChunksAsync(
        JournalReader reader, bool waits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var frame in JournalFrames.ReadAsync(reader, waits, cancellationToken).ConfigureAwait(false))
        {
            if (frame.Event is "stdout" or "stderr" or "log")
            {
                using var data = JsonDocument.Parse(frame.Data);
                yield return (frame.Event, data.RootElement.GetProperty("chunk").GetString() ?? "");
            }
            else if (frame.Event == "output_dropped")
            {
                yield return ("stderr", "\n[A part of the output is left out here, because there was too much.]\n");
            }
        }
    }

    private Mask.PieceMask MaskOf(Dictionary<string, Mask.PieceMask> masks, string output) =>
        masks.TryGetValue(output, out var known) ? known : masks[output] = mask.Pieces();
}
