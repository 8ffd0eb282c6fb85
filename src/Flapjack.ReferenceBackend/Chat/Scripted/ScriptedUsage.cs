using Flapjack.Sdk;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>How many tokens a scripted answer uses: the words that go in and the tokens that come out, or the numbers of its rule.</summary>
internal static class ScriptedUsage
{
    // Microsoft.Extensions.AI has no property for it.
    private const string CacheWriteCount = "cache_write_tokens";

    public static UsageDetails Of(ChatUsage? stated, ScriptedRequest request, int said)
    {
        var input = stated is null ? WordsOf(request) : stated.InputTokens ?? 0;
        var output = stated is null ? said : stated.OutputTokens ?? 0;
        var details = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
        if (stated is not null)
        {
            details.CachedInputTokenCount = stated.CacheReadTokens ?? 0;
            details.AdditionalCounts = new() { [CacheWriteCount] = stated.CacheWriteTokens ?? 0 };
        }

        return details;
    }

    public static int WordsOf(ScriptedCall call) => Tokens.CountOf($"{call.Tool} {call.Arguments.GetRawText()}");

    private static int WordsOf(ScriptedRequest request) =>
        Tokens.CountOf(request.SystemText)
        + request.Messages.Sum(message => Tokens.CountOf(message.Text) + message.Calls.Sum(WordsOf) + message.Results.Sum(result => Tokens.CountOf(result.Text)));
}
