namespace Flapjack.ReferenceBackend.Limits;

/// <summary>A command that would exceed a limit.</summary>
/// <param name="reason">Which, as the wire names it: <c>AGENT</c>, <c>ORG</c> or <c>CONCURRENT</c>.</param>
/// <param name="detail">Which, and when to come again.</param>
/// <param name="retryAfterSeconds">After how long it would be taken, unless others come first.</param>
internal sealed class LimitExceededException(string reason, string detail, int retryAfterSeconds) : Exception(detail)
{
    public string Reason => reason;

    public int RetryAfterSeconds => retryAfterSeconds;
}
