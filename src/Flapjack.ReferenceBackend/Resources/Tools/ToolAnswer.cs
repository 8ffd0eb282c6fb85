using System.Text;
using System.Text.Unicode;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>Reads what a custom tool has answered: JSON, or text in UTF-8.</summary>
internal static class ToolAnswer
{
    public static ToolOutcome Of(string tool, PostResult answer)
    {
        if (answer.IsTooLong)
        {
            return ToolOutcome.Error($"The tool {tool} {answer.Reason}, which is too much. It may have done what you asked for. Ask it for less.");
        }

        // An answer without content says that there is nothing to tell.
        return !Utf8.IsValid(answer.Body.Span) ? Unreadable(tool, "is no text in UTF-8")
            : answer.Body.IsEmpty ? ToolOutcome.Of(result: null)
            : !answer.IsJson ? ToolOutcome.Of(Encoding.UTF8.GetString(answer.Body.Span))
            : ForeignJson.Read(answer.Body) is { } json ? ToolOutcome.Of(json)
            : Unreadable(tool, $"is not JSON that this backend reads: {ForeignJson.Rule}");
    }

    private static ToolOutcome Unreadable(string tool, string why) =>
        ToolOutcome.Error($"The answer of the tool {tool} {why}. The tool may have done what you asked for. Go on without its answer, and tell the user.");
}
