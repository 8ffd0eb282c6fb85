using Flapjack.Sdk.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>The requests about one command.</summary>
internal static class ExecRequests
{
    /// <summary>Starts a command and reads its events. The key is the same on every attempt, so that a server that knows keys runs the command once.</summary>
    public static ApiRequest Start(string agentId, ExecComputerOptions options, ExecRequestBody body, WireSettings settings) =>
        new(HttpMethod.Post, PathOfAll(agentId), RetryRule.IfNeverStarted)
        {
            Errors = ComputerErrors.Table,
            Body = JsonBody.Of(body, ComputersJson.Default.ExecRequestBody, nameof(options)),
            IdempotencyKey = options.IdempotencyKey ?? Guid.NewGuid().ToString(),
            Headers = Detachment.HeadersFor(options.DetachTimeout, settings),
            WantsEvents = true,
            MayTake = body.TimeoutSec is { } seconds
                ? new(TimeSpan.FromSeconds(seconds), $"{nameof(ExecComputerOptions)}.{nameof(ExecComputerOptions.Timeout)}")
                : null,
        };

    /// <summary>Reads the events of a command that was started before. The header raises the time that the command's owner allows; it never lowers it.</summary>
    public static ApiRequest Attach(string agentId, string execId, string? after, WireSettings settings) =>
        new(HttpMethod.Get, PathOf(agentId, execId), RetryRule.IfTransient)
        {
            Errors = ComputerErrors.Table,
            LastEventId = after,
            Headers = Detachment.HeadersFor(null, settings),
            WantsEvents = true,
        };

    public static ApiRequest Stop(string agentId, string execId) =>
        new(HttpMethod.Delete, PathOf(agentId, execId), RetryRule.IfTransient) { Errors = ComputerErrors.Table };

    /// <summary>Stops a command whose id is not known yet.</summary>
    public static ApiRequest StopByKey(string agentId, string key) =>
        new(HttpMethod.Delete, PathOfAll(agentId).Query("key", key), RetryRule.IfTransient) { Errors = ComputerErrors.Table };

    public static WirePath PathOf(string agentId, string execId) => WirePath.Of($"/api/agents/{agentId}/computer/exec/{execId}");

    private static WirePath PathOfAll(string agentId) => WirePath.Of($"/api/agents/{agentId}/computer/exec");
}
