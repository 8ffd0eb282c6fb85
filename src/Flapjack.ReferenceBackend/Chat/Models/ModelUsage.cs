using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>How many tokens a model has used.</summary>
/// <param name="InputTokens">All tokens that went in, those of the cache included.</param>
/// <param name="OutputTokens">All tokens that came out.</param>
/// <param name="CacheReadTokens">The part of the input that was read from the provider's cache.</param>
/// <param name="CacheWriteTokens">The part of the input that was written to the provider's cache.</param>
internal sealed record ModelUsage(long InputTokens, long OutputTokens, long CacheReadTokens = 0, long CacheWriteTokens = 0)
{
    /// <summary>The name under which <see cref="UsageDetails.AdditionalCounts"/> of the scripted model holds the tokens written to the cache.</summary>
    public const string CacheWriteCount = "cache_write_tokens";

    public static ModelUsage None { get; } = new(0, 0);

    /// <summary>What a client of a model tells. What it does not tell, or tells as a negative number, is 0.</summary>
    public static ModelUsage Of(UsageDetails details) => new(
        Math.Max(0, details.InputTokenCount ?? 0),
        Math.Max(0, details.OutputTokenCount ?? 0),
        Math.Max(0, details.CachedInputTokenCount ?? 0),
        Math.Max(0, details.AdditionalCounts?.FirstOrDefault(count => IsCacheWrite(count.Key)).Value ?? 0));

    public static ModelUsage operator +(ModelUsage left, ModelUsage right) => new(
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.CacheReadTokens + right.CacheReadTokens,
        left.CacheWriteTokens + right.CacheWriteTokens);

    // No name is agreed on. Anthropic's API calls it cache_creation_input_tokens, and its clients spell it in several ways.
    private static bool IsCacheWrite(string name) =>
        name == CacheWriteCount || name.Replace("_", "", StringComparison.Ordinal).Contains("CacheCreationInputTokens", StringComparison.OrdinalIgnoreCase);
}
