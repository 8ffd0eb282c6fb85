using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Requests that more than one method of the computer API sends.</summary>
internal static class ComputerRequests
{
    public static ApiRequest Status(string agentId) =>
        new(HttpMethod.Get, $"/api/agents/{agentId}/computer/status", RetryRule.IfTransient) { Errors = ComputerErrors.Table };

    /// <summary>The same request as <see cref="Status"/> for what its answer's headers tell; asked once, since somebody waits for the verdict on a broken stream.</summary>
    public static ApiRequest Probe(string agentId) => Status(agentId) with { Retry = RetryRule.Never };
}
