using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    private static readonly TimeSpan CodeSessionPollInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestCodeSessionPollInterval = TimeSpan.FromHours(1);

    /// <summary>Waits until a code session works on nothing any more: until it is neither pending nor creating nor running.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="pollInterval">How often the service is asked, by <see cref="FlapjackClientOptions.TimeProvider"/>; more than zero and at most an hour, null for two seconds.</param>
    /// <param name="cancellationToken">Ends the wait; the session goes on.</param>
    /// <returns>The session. A session that failed is a result too: look at <see cref="CodeSession.Status"/>.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the interval is out of its range.</exception>
    /// <exception cref="FlapjackException">The service could not be asked, after the retries.</exception>
    /// <remarks><c>GET /api/code-sessions/{codeSessionId}</c></remarks>
    public virtual Task<CodeSession> WaitForCodeSessionAsync(string codeSessionId, TimeSpan? pollInterval = null, CancellationToken cancellationToken = default)
    {
        var pause = CheckWatch(codeSessionId, pollInterval);
        return Wait();

        async Task<CodeSession> Wait()
        {
            while (true)
            {
                var session = await GetCodeSessionAsync(codeSessionId, cancellationToken).ConfigureAwait(false);
                if (!IsAtWork(session))
                {
                    return session;
                }

                await Task.Delay(pause, Http.Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Follows what happens in a code session: the events that it has, then each further event, until it works on nothing any more.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="pollInterval">How often the service is asked, by <see cref="FlapjackClientOptions.TimeProvider"/>; more than zero and at most an hour, null for two seconds.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>; the session goes on.</param>
    /// <returns>The events, the oldest first, each once.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the interval is out of its range.</exception>
    /// <exception cref="FlapjackException">While enumerating: a poll failed, after its retries.</exception>
    /// <remarks><c>GET /api/code-sessions/{codeSessionId}/events</c> and <c>GET /api/code-sessions/{codeSessionId}</c></remarks>
    public virtual IAsyncEnumerable<CodeSessionEvent> WatchCodeSessionEventsAsync(
        string codeSessionId, TimeSpan? pollInterval = null, CancellationToken cancellationToken = default)
    {
        var pause = CheckWatch(codeSessionId, pollInterval);
        var clock = Http.Settings.TimeProvider;
        return new TwoTokenSequence<CodeSessionEvent>(Watch, cancellationToken);

        async IAsyncEnumerator<CodeSessionEvent> Watch(CancellationToken token)
        {
            long? last = null;
            var seen = 0;
            while (true)
            {
                // The session is read before its events, so that no event comes after those that are read last.
                var isLast = !IsAtWork(await GetCodeSessionAsync(codeSessionId, token).ConfigureAwait(false));
                var events = await ListCodeSessionEventsAsync(codeSessionId, last, token).ConfigureAwait(false);
                // A service that does not know the query sends the old events again. Without numbers, only their order tells which are new.
                foreach (var (index, happened) in events.Index())
                {
                    if (happened.Seq is { } seq ? seq > (last ?? long.MinValue) : index >= seen)
                    {
                        last = happened.Seq ?? last;
                        yield return happened;
                    }
                }

                seen = Math.Max(seen, events.Count);
                if (isLast)
                {
                    yield break;
                }

                await Task.Delay(pause, clock, token).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan CheckWatch(string codeSessionId, TimeSpan? pollInterval)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(codeSessionId);
        OutgoingText.Check(codeSessionId, nameof(codeSessionId), nameof(codeSessionId));
        var pause = pollInterval ?? CodeSessionPollInterval;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pause, TimeSpan.Zero, nameof(pollInterval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pause, LongestCodeSessionPollInterval, nameof(pollInterval));
        return pause;
    }

    private static bool IsAtWork(CodeSession session) =>
        session.Status == CodeSessionStatus.Pending || session.Status == CodeSessionStatus.Creating || session.Status == CodeSessionStatus.Running;
}
