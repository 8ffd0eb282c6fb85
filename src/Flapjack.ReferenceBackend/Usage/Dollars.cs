namespace Flapjack.ReferenceBackend.Usage;

/// <summary>
/// Costs are stored in billionths of a US dollar, as whole numbers, because then sums are exact. The cheapest token, a token of the cheapest model that
/// is read from a cache, costs twenty billionths.
/// </summary>
internal static class Dollars
{
    private const decimal Nano = 1_000_000_000;

    public static long ToNano(decimal usd) => (long)decimal.Round(usd * Nano);

    public static decimal FromNano(long nano) => nano / Nano;
}
