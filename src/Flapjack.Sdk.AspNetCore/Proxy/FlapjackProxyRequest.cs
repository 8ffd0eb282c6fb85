using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>What the proxy's hook decides about: who asks is in <see cref="HttpContext"/>, for what in the rest.</summary>
public sealed class FlapjackProxyRequest
{
    /// <summary>Makes one, as the proxy does, for the test of a hook.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="agentId">The agent that it is about; null where none is named.</param>
    /// <param name="threadId">The thread that it is about; null where none is named.</param>
    public FlapjackProxyRequest(HttpContext context, FlapjackProxyOperation operation, string? agentId = null, string? threadId = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        (HttpContext, Operation, AgentId, ThreadId) = (context, operation, agentId, threadId);
    }

    /// <summary>The request as it came. A hook that reads its body has to call <c>EnableBuffering()</c> before.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>What is asked for.</summary>
    public FlapjackProxyOperation Operation { get; }

    /// <summary>The agent that it is about: from the path, or for <see cref="FlapjackProxyOperation.CreateThread"/> from the body; null where none is named.</summary>
    public string? AgentId { get; }

    /// <summary>The thread that it is about; null where none is named.</summary>
    public string? ThreadId { get; }
}
