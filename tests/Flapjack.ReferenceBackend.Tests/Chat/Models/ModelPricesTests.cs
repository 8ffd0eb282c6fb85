using Flapjack.ReferenceBackend.Chat.Models;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>What answers cost, and whose models they are from.</summary>
public sealed class ModelPricesTests
{
    [Theory]
    [InlineData("gpt-5.4", "2.5", "15", "0.25")]
    [InlineData("gpt-5.4-mini", "0.75", "4.5", "0.075")]
    [InlineData("gpt-5.4-nano", "0.2", "1.25", "0.02")]
    [InlineData("claude-opus-4-7", "5", "25", "0.5")]
    [InlineData("claude-opus-4-6", "5", "25", "0.5")]
    [InlineData("claude-sonnet-4-6", "3", "15", "0.3")]
    [InlineData("claude-haiku-4-5", "1", "5", "0.1")]
    public void A_million_tokens_cost_what_is_documented_and_a_tenth_from_the_cache(string modelId, string input, string output, string cached)
    {
        ModelPrices.IsKnown(modelId).Should().BeTrue();
        ModelPrices.CostOf(modelId, 1_000_000, 0, 0).Should().Be(Usd(input));
        ModelPrices.CostOf(modelId, 0, 1_000_000, 0).Should().Be(Usd(output));
        ModelPrices.CostOf(modelId, 1_000_000, 0, 1_000_000).Should().Be(Usd(cached));
    }

    [Fact]
    public void The_tokens_of_the_cache_are_a_part_of_the_input() =>
        ModelPrices.CostOf("claude-sonnet-4-6", inputTokens: 1_000, outputTokens: 10, cacheReadTokens: 600).Should().Be((400 * 3m + 600 * 0.3m + 10 * 15m) / 1_000_000);

    [Theory]
    [InlineData(5_000)]
    [InlineData(1_000)]
    public void A_client_that_counts_the_cache_beside_the_input_makes_no_negative_price(long cacheRead) =>
        ModelPrices.CostOf("claude-haiku-4-5", 1_000, 0, cacheRead).Should().Be(0.0001m);

    [Fact]
    public void A_model_without_a_known_price_costs_nothing_and_says_so()
    {
        ModelPrices.IsKnown("llama-4").Should().BeFalse();
        ModelPrices.CostOf("llama-4", 1_000_000, 1_000_000, 0).Should().Be(0);
    }

    [Theory]
    [InlineData("gpt-5.4", "openai")]
    [InlineData("gpt-9", "openai")]
    [InlineData("claude-haiku-4-5", "anthropic")]
    [InlineData("llama-4", null)]
    [InlineData("my-claude-copy", null)]
    public void The_id_says_whose_model_it_is(string modelId, string? provider) => ModelPrices.ProviderOf(modelId).Should().Be(provider);

    private static decimal Usd(string amount) => decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
}
