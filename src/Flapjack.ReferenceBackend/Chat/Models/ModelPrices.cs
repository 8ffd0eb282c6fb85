using System.Collections.Frozen;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>The models that the service documents, with their prices, and the providers of models.</summary>
internal static class ModelPrices
{
    public const string OpenAI = "openai";
    public const string Anthropic = "anthropic";

    private const decimal PricedTokens = 1_000_000;

    // The service documents only that its cache "saves ~90%" of the input. That a token costs as much as any other when it is written to the cache is ours.
    private const decimal CacheReadShare = 0.1m;

    // In US dollars for a million tokens.
    private static readonly FrozenDictionary<string, (decimal Input, decimal Output)> Documented = new Dictionary<string, (decimal, decimal)>(StringComparer.Ordinal)
    {
        ["gpt-5.4"] = (2.50m, 15.00m),
        ["gpt-5.4-mini"] = (0.75m, 4.50m),
        ["gpt-5.4-nano"] = (0.20m, 1.25m),
        ["claude-opus-4-7"] = (5m, 25m),
        ["claude-opus-4-6"] = (5m, 25m),
        ["claude-sonnet-4-6"] = (3m, 15m),
        ["claude-haiku-4-5"] = (1m, 5m),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the price of a model is known. An answer of another model costs 0; the trace has to say that this is no price.</summary>
    public static bool IsKnown(string modelId) => Documented.ContainsKey(modelId);

    /// <summary>What an answer costs in US dollars; 0 if the price of the model is unknown.</summary>
    /// <param name="modelId">The model that was asked for.</param>
    /// <param name="inputTokens">All tokens that went in, those of the cache included.</param>
    /// <param name="outputTokens">All tokens that came out.</param>
    /// <param name="cacheReadTokens">The part of the input that was read from the provider's cache. The part that was written to it costs as the rest.</param>
    public static decimal CostOf(string modelId, long inputTokens, long outputTokens, long cacheReadTokens)
    {
        var (input, output) = Documented.GetValueOrDefault(modelId);
        var cached = Math.Clamp(cacheReadTokens, 0, Math.Max(0, inputTokens));
        return ((inputTokens - cached + cached * CacheReadShare) * input + outputTokens * output) / PricedTokens;
    }

    /// <summary>Whose model it is, by the beginning of its id: <c>openai</c>, <c>anthropic</c>, or null if the id does not say.</summary>
    public static string? ProviderOf(string modelId) =>
        modelId.StartsWith("claude-", StringComparison.Ordinal) ? Anthropic
        : modelId.StartsWith("gpt-", StringComparison.Ordinal) ? OpenAI
        : null;
}
