using System.Text;
using System.Text.Unicode;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Reads what a tool has answered over HTTP: JSON, or text in UTF-8.</summary>
internal static class ToolAnswer
{
    private const int MaxBytes = 256 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<ToolOutcome> ReadAsync(string tool, HttpContent content, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(content, cancellationToken).ConfigureAwait(false);
        if (body.Length > MaxBytes)
        {
            return ToolOutcome.Error($"The tool {tool} answered with more than {MaxBytes} bytes, which is too much. It may have done what you asked for. Ask it for less.");
        }

        if (!Utf8.IsValid(body.Span))
        {
            return Unreadable(tool, "is no text in UTF-8");
        }

        var text = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        var type = content.Headers.ContentType?.MediaType;
        var isJson = type is not null && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        // An answer without content says that there is nothing to tell.
        return text.IsEmpty ? ToolOutcome.Of(result: null)
            : !isJson ? ToolOutcome.Of(Encoding.UTF8.GetString(text.Span))
            : ForeignJson.Read(text) is { } json ? ToolOutcome.Of(json)
            : Unreadable(tool, $"is not JSON that this backend reads: {ForeignJson.Rule}");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (body.Length <= MaxBytes && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            body.Write(buffer, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static ToolOutcome Unreadable(string tool, string why) =>
        ToolOutcome.Error($"The answer of the tool {tool} {why}. The tool may have done what you asked for. Go on without its answer, and tell the user.");
}
