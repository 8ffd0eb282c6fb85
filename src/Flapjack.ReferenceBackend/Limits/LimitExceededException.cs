namespace Flapjack.ReferenceBackend.Limits;

/// <summary>A command that would exceed a limit.</summary>
/// <param name="reason">The limit, as the wire names it: <c>AGENT</c>, <c>ORG</c> or <c>CONCURRENT</c>.</param>
/// <param name="detail">The limit in words, and when the command may be tried again.</param>
/// <param name="retryAfterSeconds">After how many seconds the command would be accepted, unless other commands come first.</param>
internal sealed class LimitExceededException(string reason, string detail, int retryAfterSeconds) : Exception(detail)
{
    public string Reason => reason;

    public int RetryAfterSeconds => retryAfterSeconds;
}
