using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// Makes the result of an MCP tool into what an agent gets: the structured content if there is some, and else the text. If something is left out, because it is
/// no text or is too long, the result is an object with <c>result</c> and <c>left_out</c>. What a tool says is its answer and is passed on as it is.
/// </summary>
internal static class McpResult
{
    /// <summary>How much of a result an agent gets.</summary>
    public const int MaxBytes = 256 * 1024;

    // How many things that are left out are named, and how long the name of each may be: the server chooses both.
    private const int MaxNamed = 20;
    private const int MaxWords = 200;

    public static ToolOutcome Read(CallToolResult answer)
    {
        var leftOut = new List<string>();
        var text = string.Join('\n', answer.Content.Select(block => TextOf(block, leftOut)).OfType<string>());
        if (answer.IsError is true)
        {
            return ToolOutcome.Error(text.Length > 0 ? Cut(text, []) : "The tool failed, and did not say why.");
        }

        return answer.StructuredContent is { } structured ? OfJson(Encoding.UTF8.GetBytes(structured.GetRawText()), leftOut) : Of(JsonValue.Create(Cut(text, leftOut)), leftOut);
    }

    /// <summary>The outcome of a call that the server refused, such as a call with wrong arguments.</summary>
    public static ToolOutcome Refused(McpProtocolException refused) =>
        ToolOutcome.Error($"The server refused the call with the error {((int)refused.ErrorCode).ToString(CultureInfo.InvariantCulture)}: {Cut(refused.Message, [])}");

    private static ToolOutcome OfJson(byte[] json, List<string> leftOut) =>
        json.Length > MaxBytes ? ToolOutcome.Error($"The tool answered with more than {MaxBytes / 1024} KiB of JSON, which is too much. Ask it for less.")
        : ForeignJson.Read(json) is { } read ? Of(JsonSerializer.SerializeToNode(read), leftOut)
        : ToolOutcome.Error($"The tool answered with JSON that this backend does not read: it must be {ForeignJson.Rule}. The tool may have done what you asked for.");

    private static ToolOutcome Of(JsonNode? result, List<string> leftOut) => ToolOutcome.Of(leftOut.Count == 0 ? result : new JsonObject
    {
        ["result"] = result,
        ["left_out"] = new JsonArray([.. Named(leftOut).Select(item => JsonValue.Create(item))]),
    });

    private static IEnumerable<string> Named(List<string> leftOut)
    {
        var named = leftOut.Take(MaxNamed).Select(item => item.Length <= MaxWords ? item : item[..MaxWords] + "…");
        return leftOut.Count <= MaxNamed ? named : named.Append($"{leftOut.Count - MaxNamed} more");
    }

    private static string? TextOf(ContentBlock block, List<string> leftOut)
    {
        switch (block)
        {
            case TextContentBlock text:
                return text.Text;
            case EmbeddedResourceBlock { Resource: TextResourceContents text }:
                return text.Text;
            case ResourceLinkBlock link:
                return $"{link.Name}: {link.Uri}";
            case ImageContentBlock image:
                leftOut.Add($"an image ({image.MimeType})");
                return null;
            case AudioContentBlock audio:
                leftOut.Add($"a sound ({audio.MimeType})");
                return null;
            case EmbeddedResourceBlock { Resource: { } resource }:
                leftOut.Add($"the file {resource.Uri} ({resource.MimeType ?? "of an unknown type"})");
                return null;
            default:
                leftOut.Add($"content of the type '{block.Type}'");
                return null;
        }
    }

    private static string Cut(string text, List<string> leftOut)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= MaxBytes)
        {
            return text;
        }

        // The encoder stops before a character that does not fit whole.
        Encoding.UTF8.GetEncoder().Convert(text, new byte[MaxBytes], flush: false, out var used, out _, out _);
        leftOut.Add($"what follows behind the first {MaxBytes / 1024} KiB of {bytes} bytes of text");
        return text[..used];
    }
}
