using Flapjack.ReferenceBackend.Agents.Config;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>Decides when a conversation has become too long for its model, and which of its messages a summary replaces.</summary>
/// <remarks>
/// The system messages at the beginning stay, and so does everything from the user's last message on: what the turn is about, and the tools that it has
/// called so far. Everything between is summarized, an earlier summary included.
/// </remarks>
internal static class Compaction
{
    // The usual rule of thumb for English text. What a message costs besides its text is small, but many short messages add up.
    private const int CharactersPerToken = 4;
    private const int TokensPerMessage = 4;

    /// <summary>What to summarize; null if the agent does not want it, the conversation is short enough, or there is nothing to summarize.</summary>
    /// <param name="messages">All that the model would be sent.</param>
    /// <param name="settings">The agent's configuration.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="lastTokens">
    /// How many tokens the model has used for its last answer, in and out, if that answer is the last message of an assistant in the conversation. The number is
    /// exact for everything up to there. Null if it is not known, or if the conversation has been summarized since: then all is estimated.
    /// </param>
    public static CompactionPlan? Plan(IReadOnlyList<ChatMessage> messages, CompactionSettings settings, string modelId, long? lastTokens = null)
    {
        var isClaude = ModelPrices.ProviderOf(modelId) == ModelPrices.Anthropic;
        var threshold = isClaude ? settings.AnthropicTriggerTokens : settings.OpenaiCompactThreshold;
        var tokens = TokensOf(messages, lastTokens);
        if (!settings.Enabled || tokens <= threshold)
        {
            return null;
        }

        var start = messages.TakeWhile(message => message.Role == ChatRole.System).Count();
        var end = EndOfSummarized(messages, start);
        var summarized = messages.Skip(start).Take(end - start).ToArray();
        // A summary of a summary alone would gain nothing, and would be made again in every turn.
        return Array.TrueForAll(summarized, CompactionPlan.IsSummary)
            ? null
            : new(start, summarized, tokens, threshold, isClaude ? settings.AnthropicInstructions : null);
    }

    /// <summary>An estimate: a token for four characters of text, arguments and results, and four tokens for each message.</summary>
    public static long Estimate(IEnumerable<ChatMessage> messages) => messages.Sum(message =>
        (long)TokensPerMessage + ((message.Contents.Sum(Transcript.LengthOf) + CharactersPerToken - 1) / CharactersPerToken));

    private static long TokensOf(IReadOnlyList<ChatMessage> messages, long? lastTokens)
    {
        var answered = lastTokens is null ? -1 : LastOf(messages, ChatRole.Assistant);
        return answered < 0 ? Estimate(messages) : lastTokens!.Value + Estimate(messages.Skip(answered + 1));
    }

    /// <summary>The index behind the last message that is summarized: of the user's last message, or of an earlier call whose result comes after that message.</summary>
    private static int EndOfSummarized(IReadOnlyList<ChatMessage> messages, int start)
    {
        var end = Math.Max(start, LastOf(messages, ChatRole.User));
        // Without its call a result is refused by every provider. So a call that is answered behind the end stays, with all that follows it. The calls
        // between have results of their own, and so the search goes on until nothing is split.
        for (var i = end - 1; i >= start; i--)
        {
            if (IsAnsweredBehind(messages, i, end))
            {
                end = i;
            }
        }

        return end;
    }

    private static bool IsAnsweredBehind(IReadOnlyList<ChatMessage> messages, int call, int end)
    {
        var ids = messages[call].Contents.OfType<FunctionCallContent>().Select(content => content.CallId).ToHashSet(StringComparer.Ordinal);
        return ids.Count > 0 && messages.Skip(end).SelectMany(message => message.Contents).OfType<FunctionResultContent>().Any(result => ids.Contains(result.CallId));
    }

    private static int LastOf(IReadOnlyList<ChatMessage> messages, ChatRole role)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role == role)
            {
                return i;
            }
        }

        return -1;
    }
}
