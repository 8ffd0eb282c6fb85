using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Waits until a run has ended, or until it is paused.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="runId">The run's id, a UUID.</param>
    /// <param name="options">How often the service is asked, and how long; null for every second, for as long as the run takes.</param>
    /// <param name="cancellationToken">Ends the wait. The run goes on; <see cref="CancelRunAsync"/> would end it.</param>
    /// <returns>
    /// The whole run, however it ended: completed, failed or cancelled. <see cref="RunnerRun.EnsureCompleted"/> throws if it is not completed. A paused
    /// run is returned too, because it goes on only after you have called <see cref="ResumeRunAsync"/>.
    /// </returns>
    /// <exception cref="ArgumentException">An id is empty, or a time of the options is out of its range.</exception>
    /// <exception cref="FlapjackTimeoutException">The run took longer than <see cref="RunPollOptions.Timeout"/>.</exception>
    /// <exception cref="FlapjackNotFoundException">There is no such run; or the server does not offer reading runs, which the service does not document.</exception>
    /// <exception cref="FlapjackException">A poll failed, after its retries.</exception>
    /// <remarks><c>GET /api/runners/{runnerId}/runs/{runId}</c></remarks>
    public virtual Task<RunnerRun> WaitForRunAsync(string runnerId, string runId, RunPollOptions? options = null, CancellationToken cancellationToken = default)
    {
        return LastOf(PollsOf(runnerId, runId, options).Begin(cancellationToken));

        static async Task<RunnerRun> LastOf(IAsyncEnumerator<RunnerRun> runs)
        {
            await using var _ = runs.ConfigureAwait(false);
            RunnerRun? last = null;
            while (await runs.MoveNextAsync().ConfigureAwait(false))
            {
                last = runs.Current;
            }

            return last!;
        }
    }

    /// <summary>Follows the steps of a run: each step when it begins, and again when it ends.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="runId">The run's id, a UUID.</param>
    /// <param name="options">How often the service is asked, and how long; null for every second, for as long as the run takes.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>. The run goes on.</param>
    /// <returns>
    /// The steps, in the order of the run. What happened before the call comes first. A step that began comes as <see cref="RunnerRunStepStatus.Running"/>,
    /// and once more when it has ended or is paused, also if both happened between two polls; a step that is skipped or cancelled before it began comes
    /// once. The enumeration ends when the run has ended or is paused; <see cref="GetRunAsync"/> then reads how the run ended.
    /// </returns>
    /// <exception cref="ArgumentException">An id is empty, or a time of the options is out of its range.</exception>
    /// <exception cref="FlapjackTimeoutException">While enumerating: the run took longer than <see cref="RunPollOptions.Timeout"/>.</exception>
    /// <exception cref="FlapjackNotFoundException">While enumerating: there is no such run; or the server does not offer reading runs, which the service does not document.</exception>
    /// <exception cref="FlapjackException">While enumerating: a poll failed, after its retries.</exception>
    /// <remarks><c>GET /api/runners/{runnerId}/runs/{runId}</c></remarks>
    public virtual IAsyncEnumerable<RunnerRunStep> WatchRunAsync(
        string runnerId, string runId, RunPollOptions? options = null, CancellationToken cancellationToken = default)
    {
        var polls = PollsOf(runnerId, runId, options);
        return new TwoTokenSequence<RunnerRunStep>(Watch, cancellationToken);

        async IAsyncEnumerator<RunnerRunStep> Watch(CancellationToken token)
        {
            var changes = new RunStepChanges();
            var runs = polls.Begin(token);
            await using var _ = runs.ConfigureAwait(false);
            while (await runs.MoveNextAsync().ConfigureAwait(false))
            {
                foreach (var step in changes.In(runs.Current))
                {
                    yield return step;
                }
            }
        }
    }

    private RunPolls PollsOf(string runnerId, string runId, RunPollOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runnerId);
        ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        OutgoingText.Check(runnerId, nameof(runnerId), nameof(runnerId));
        OutgoingText.Check(runId, nameof(runId), nameof(runId));
        return new(token => GetRunAsync(runnerId, runId, token), runId, options, Http.Settings);
    }
}
