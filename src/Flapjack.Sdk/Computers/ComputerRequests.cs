using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Requests that more than one method of the computer API sends.</summary>
internal static class ComputerRequests
{
    public static ApiRequest Status(string agentId) =>
        new(HttpMethod.Get, $"/api/agents/{agentId}/computer/status", RetryRule.IfTransient) { Errors = ComputerErrors.Table };

    /// <summary>The same request as <see cref="Status"/>, sent for the headers of its answer. It is sent only once, because a caller waits to hear
    /// what became of a broken stream.</summary>
    public static ApiRequest Probe(string agentId) => Status(agentId) with { Retry = RetryRule.Never };
}
