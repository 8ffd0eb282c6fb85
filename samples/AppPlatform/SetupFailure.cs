using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>Finds out why a computer could not be set up. The webhook brings only an exit code; the reason is in the setup's output.</summary>
internal static class SetupFailure
{
    private const int LongestReason = 2_000;

    // The sender of a webhook waits for its answer for about ten seconds.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Reads the end of the setup's output; null if Flapjack does not send it in time.</summary>
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
            // Half of a reason is better than none.
        }

        return string.IsNullOrWhiteSpace(said) ? null : said.Trim();
    }

    private static string End(string text) => text.Length <= LongestReason ? text : "…" + text[^LongestReason..];
}
