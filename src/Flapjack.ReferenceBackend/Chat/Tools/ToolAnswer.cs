using System.Text;
using System.Text.Unicode;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Tells the agent how a call of a tool over HTTP went. An answer is JSON, or text in UTF-8.</summary>
internal static class ToolAnswer
{
    /// <summary>How many bytes of an answer are read.</summary>
    public const int MaxBytes = 256 * 1024;

    public static ToolOutcome Of(string tool, PostResult result) => result.IsSuccess ? Read(tool, result)
        : result.Verdict == PostVerdict.NotSent ? ToolOutcome.Error($"The tool {tool} {result.Reason}. It has done nothing. Go on without it, and tell the user.")
        : Failed(tool, result.Status is >= 300 and var status ? $"answered with the HTTP status {status}" : result.Reason);

    private static ToolOutcome Read(string tool, PostResult answer)
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

    private static ToolOutcome Failed(string tool, string how) =>
        ToolOutcome.Error($"The tool {tool} {how}. Nobody knows whether it has done anything. Go on without its answer, and tell the user.");
}
