using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>Why a computer could not be set up. The webhook brings an exit code only; the rest is in what the setup said.</summary>
internal static class SetupFailure
{
    private const int LongestReason = 2_000;

    // The sender of a webhook waits ten seconds or so.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Reads the end of what the setup said; null where Flapjack does not tell in time.</summary>
    public static async Task<string?> ReadAsync(FlapjackClient flapjack, string agentId, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var said = "";
        try
        {
            await foreach (var item in flapjack.StreamBootstrapAsync(agentId, either.Token))
            {
                said = item switch
                {
                    BootstrapLogEvent log => End(said + log.Chunk),
                    BootstrapDoneEvent { StderrTail: { } tail } when !string.IsNullOrWhiteSpace(tail) => End(tail),
                    _ => said,
                };
            }
        }
        catch (Exception e) when (e is FlapjackException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Better the half of a reason than none.
        }

        return string.IsNullOrWhiteSpace(said) ? null : said.Trim();
    }

    private static string End(string text) => text.Length <= LongestReason ? text : "…" + text[^LongestReason..];
}
