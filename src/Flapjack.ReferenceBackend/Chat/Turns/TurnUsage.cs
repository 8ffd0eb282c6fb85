using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Models;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>How many tokens the models of a turn used.</summary>
/// <param name="InputTokens">All tokens that went in, those of the cache included.</param>
/// <param name="OutputTokens">All tokens that came out.</param>
/// <param name="CacheReadTokens">The part of the input that was read from the provider's cache.</param>
/// <param name="CacheWriteTokens">The part of the input that was written to the provider's cache.</param>
internal sealed record TurnUsage(long InputTokens, long OutputTokens, long CacheReadTokens, long CacheWriteTokens)
{
    public static TurnUsage None { get; } = new(0, 0, 0, 0);

    public static TurnUsage operator +(TurnUsage left, TurnUsage right) => new(
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.CacheReadTokens + right.CacheReadTokens,
        left.CacheWriteTokens + right.CacheWriteTokens);

    public static TurnUsage operator -(TurnUsage left, TurnUsage right) => new(
        left.InputTokens - right.InputTokens,
        left.OutputTokens - right.OutputTokens,
        left.CacheReadTokens - right.CacheReadTokens,
        left.CacheWriteTokens - right.CacheWriteTokens);

    /// <summary>What a client of a model tells. What it does not tell, or tells as a negative number, is 0.</summary>
    public static TurnUsage Of(UsageDetails details) => new(
        Math.Max(0, details.InputTokenCount ?? 0),
        Math.Max(0, details.OutputTokenCount ?? 0),
        Math.Max(0, details.CachedInputTokenCount ?? 0),
        Math.Max(0, details.AdditionalCounts?.FirstOrDefault(count => IsCacheWrite(count.Key)).Value ?? 0));

    /// <summary>What a model costs that used this, in US dollars; null if its price is unknown.</summary>
    public decimal? CostOf(string model) => ModelPrices.IsKnown(model) ? ModelPrices.CostOf(model, InputTokens, OutputTokens, CacheReadTokens) : null;

    public JsonObject ToJson() => new()
    {
        ["input_tokens"] = InputTokens,
        ["output_tokens"] = OutputTokens,
        ["cache_read_tokens"] = CacheReadTokens,
        ["cache_write_tokens"] = CacheWriteTokens,
    };

    // No name is agreed on. Anthropic's API calls it cache_creation_input_tokens, and its clients spell it in several ways.
    private static bool IsCacheWrite(string name) =>
        name == "cache_write_tokens" || name.Replace("_", "", StringComparison.Ordinal).Contains("CacheCreationInputTokens", StringComparison.OrdinalIgnoreCase);
}
