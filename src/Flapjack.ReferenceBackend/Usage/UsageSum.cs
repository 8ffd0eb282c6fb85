using System.Data.Common;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Sums of usage events.</summary>
/// <param name="Name">The day, the agent, the model or the credential source whose events these are; null for all events.</param>
/// <param name="Turns">How many events.</param>
/// <param name="InputTokens">Tokens that models have read.</param>
/// <param name="OutputTokens">Tokens that models have written.</param>
/// <param name="CacheReadTokens">Tokens that came out of the cache of a model.</param>
/// <param name="CacheWriteTokens">Tokens that went into the cache of a model.</param>
/// <param name="CostNanoUsd">The cost in billionths of a US dollar.</param>
/// <param name="DurationMs">How long the answers took together, in milliseconds.</param>
internal sealed record UsageSum(
    string? Name, long Turns, long InputTokens, long OutputTokens, long CacheReadTokens, long CacheWriteTokens, long CostNanoUsd, long DurationMs)
{
    /// <summary>The sum of nothing.</summary>
    public static UsageSum Zero { get; } = new(null, 0, 0, 0, 0, 0, 0, 0);

    public decimal CostUsd => Dollars.FromNano(CostNanoUsd);

    /// <summary>Reads the columns from <paramref name="first"/> on: the name, and then the sums in their order.</summary>
    public static UsageSum Read(DbDataReader row, int first) => new(
        row.IsDBNull(first) ? null : row.GetString(first),
        row.GetInt64(first + 1),
        row.GetInt64(first + 2),
        row.GetInt64(first + 3),
        row.GetInt64(first + 4),
        row.GetInt64(first + 5),
        row.GetInt64(first + 6),
        row.GetInt64(first + 7));
}
