using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>Which messages of a conversation a summary is to replace.</summary>
/// <param name="Start">The index of the first of them.</param>
/// <param name="Summarized">The messages.</param>
/// <param name="Tokens">How many tokens the whole conversation has, counted or estimated.</param>
/// <param name="Threshold">How many tokens it may have.</param>
/// <param name="Instructions">How the agent wants its summaries; null for our way.</param>
internal sealed record CompactionPlan(int Start, IReadOnlyList<ChatMessage> Summarized, long Tokens, int Threshold, string? Instructions)
{
    private const string Heading = "Summary of the earlier conversation:\n\n";

    /// <summary>
    /// What the model is asked, without tools. The conversation is given as a text, because providers refuse calls of tools in a request that offers no tools, and
    /// because the model is to summarize the conversation and not to go on with it.
    /// </summary>
    public IReadOnlyList<ChatMessage> Question =>
    [
        new(ChatRole.System, CompactionPrompt.SystemText(Instructions)),
        new(ChatRole.User, Transcript.Of(Summarized)),
    ];

    /// <summary>The conversation with the summary in place of what it summarizes.</summary>
    /// <param name="messages">The conversation for which the plan was made.</param>
    /// <param name="summary">What the model answered; not empty.</param>
    public IReadOnlyList<ChatMessage> Apply(IReadOnlyList<ChatMessage> messages, string summary)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(summary);
        return [.. messages.Take(Start), SummaryMessage(summary), .. messages.Skip(Start + Summarized.Count)];
    }

    /// <summary>
    /// The message that stands for the summarized ones. It is a message of the user and not of the system, because what users and tools have said must not
    /// become an instruction by being summarized.
    /// </summary>
    public static ChatMessage SummaryMessage(string summary) => new(ChatRole.User, Heading + summary);

    public static bool IsSummary(ChatMessage message) => message.Role == ChatRole.User && message.Text.StartsWith(Heading, StringComparison.Ordinal);
}
