using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The body of <c>POST /api/threads</c>: only the body names the agent.</summary>
internal static class ThreadBody
{
    private const int MaxBytes = 64 * 1024;

    private const string AgentIdName = "agentId";

    /// <summary>Reads the thread's agent, and leaves the body as it was.</summary>
    /// <exception cref="ProxyRefusal">The body is too large, did not arrive, is not JSON, or does not name exactly one agent.</exception>
    public static Task<string> ReadAgentIdAsync(HttpRequest request) => CollectedBody.ReadAsync(request, MaxBytes, body => AgentIdOf(body)
        ?? throw new ProxyRefusal(StatusCodes.Status400BadRequest, "INVALID_AGENT_ID", "The body must be an object with one agentId, a string."));

    private static string? AgentIdOf(JsonElement body)
    {
        // A reader that is lenient about names would also accept agent_id or AgentID.
        var lookalikes = body.ValueKind == JsonValueKind.Object
            ? body.EnumerateObject().Where(property => property.Name.Replace("_", "", StringComparison.Ordinal).Equals(AgentIdName, StringComparison.OrdinalIgnoreCase)).ToList()
            : [];
        return lookalikes is [{ Name: AgentIdName, Value.ValueKind: JsonValueKind.String } property] ? property.Value.GetString() : null;
    }
}
