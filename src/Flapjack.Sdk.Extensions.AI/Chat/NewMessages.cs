using System.Text;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Chat;

/// <summary>What a request has to tell the agent: a text, or the results of functions that the agent has called.</summary>
/// <param name="Content">The text; empty if there are results.</param>
/// <param name="Results">The results; empty if there is a text.</param>
internal sealed record NewMessages(string Content, IReadOnlyList<ToolResult> Results)
{
    /// <summary>Reads the messages behind the last message of the assistant. The thread has that message and all before it.</summary>
    /// <exception cref="ArgumentException">There is nothing new to send, or a text together with results.</exception>
    /// <exception cref="NotSupportedException">There is something new that can't be sent.</exception>
    public static NewMessages Of(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] all = [.. messages];
        var text = new StringBuilder();
        var results = new List<ToolResult>();
        foreach (var message in all[(Array.FindLastIndex(all, message => message.Role == ChatRole.Assistant) + 1)..])
        {
            Read(message, text, results);
        }

        return (text.Length > 0, results.Count > 0) switch
        {
            (true, true) => throw new ArgumentException(
                "messages holds results of functions together with a text, and a thread takes one of them in a request. Send the results first, and the text when the agent has answered.",
                nameof(messages)),
            (false, false) => throw new ArgumentException(
                "messages holds nothing new for the thread: there is no text and no result of a function behind the last message of the assistant.", nameof(messages)),
            _ => new(text.ToString(), results),
        };
    }

    private static void Read(ChatMessage message, StringBuilder text, List<ToolResult> results)
    {
        if (message.Role != ChatRole.User && message.Role != ChatRole.Tool)
        {
            throw new NotSupportedException(
                $"A message of the role '{message.Role}' can't be sent to a thread. What an agent is told beforehand is its StablePreamble, or the SystemPromptOverlay of the thread.");
        }

        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result)
            {
                results.Add(new() { ToolCallId = result.CallId, Result = FunctionResults.JsonOf(result) });
            }
            else if (content is not TextContent || message.Role == ChatRole.Tool)
            {
                throw new NotSupportedException($"A {content.GetType().Name} in a message of the role '{message.Role}' can't be sent to a thread: it takes text, and the results of functions.");
            }
        }

        if (!string.IsNullOrWhiteSpace(message.Text))
        {
            text.Append(text.Length > 0 ? "\n\n" : "").Append(message.Text);
        }
    }
}
