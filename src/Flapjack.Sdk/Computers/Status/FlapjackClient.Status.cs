using System.Text.Json;
using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    // The service answers from a cache for ten seconds, and allows six polls a minute.
    private static readonly TimeSpan StatusPollInterval = TimeSpan.FromSeconds(10);

    /// <summary>Reads the state of an agent's computer and what it is doing.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A snapshot; the service may answer with one up to ten seconds old.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/computer/status</c>. The call does not count against the exec quota.</remarks>
    public virtual Task<ComputerStatus> GetComputerStatusAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.SendAsync(ComputerRequests.Status(agentId), ComputersJson.Default.ComputerStatus, cancellationToken);

    /// <summary>Follows an agent's computer: its status now, then its status after each change, for as long as it is enumerated.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One snapshot for each change seen; the service is asked every ten seconds.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    /// <exception cref="FlapjackNotFoundException">While enumerating: there is no such agent, or it was deleted.</exception>
    /// <exception cref="FlapjackException">While enumerating: a poll failed, after its retries.</exception>
    /// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
    public virtual IAsyncEnumerable<ComputerStatus> WatchComputerStatusAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        OutgoingText.Check(agentId, nameof(agentId), nameof(agentId));
        var clock = Http.Settings.TimeProvider;
        return new TwoTokenSequence<ComputerStatus>(Watch, cancellationToken);

        async IAsyncEnumerator<ComputerStatus> Watch(CancellationToken token)
        {
            byte[] last = [];
            while (true)
            {
                var status = await GetComputerStatusAsync(agentId, token).ConfigureAwait(false);
                // A change of an unknown field counts too, and unknown fields can only be compared as JSON.
                var now = JsonSerializer.SerializeToUtf8Bytes(status, ComputersJson.Default.ComputerStatus);
                if (!now.AsSpan().SequenceEqual(last))
                {
                    last = now;
                    yield return status;
                }

                await Task.Delay(StatusPollInterval, clock, token).ConfigureAwait(false);
            }
        }
    }
}
