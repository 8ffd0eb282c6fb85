using Flapjack.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Follows the latest bootstrap of an agent's computer, live, from the first line of its log.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events; the last is a <see cref="BootstrapDoneEvent"/>, whether the bootstrap went well or not. Enumerable once.</returns>
    /// <exception cref="ArgumentException">The agent's id is empty.</exception>
    /// <exception cref="FlapjackNotFoundException">While enumerating: there is no such agent in this organization.</exception>
    /// <exception cref="FlapjackStreamInterruptedException">While enumerating: the stream ended without <c>done</c>.</exception>
    /// <exception cref="FlapjackException">While enumerating: the call failed in another way.</exception>
    /// <remarks><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c></remarks>
    public virtual IAsyncEnumerable<BootstrapEvent> StreamBootstrapAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return new EventStream<BootstrapEvent>(Http, BootstrapSource(Http, agentId), cancellationToken);
    }

    private static EventSource<BootstrapEvent> BootstrapSource(WireHttp http, string agentId)
    {
        var request = new ApiRequest(HttpMethod.Get, $"/api/agents/{agentId}/computer/bootstrap/stream", RetryRule.IfTransient)
        {
            Errors = ComputerErrors.Table,
            WantsEvents = true,
        };
        return new("bootstrap", new(http, request), BootstrapEvents.Table, new(Additions.Resume, request, ComputerRequests.Probe(agentId)));
    }
}
