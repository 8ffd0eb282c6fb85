using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>The request that the proxy's hook decides about: <see cref="HttpContext"/> tells who asks, and the other properties tell what for.</summary>
public sealed class FlapjackProxyRequest
{
    /// <summary>Makes a request as the proxy does, for the test of a hook.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="agentId">The agent that the request is about; null if it names no agent.</param>
    /// <param name="threadId">The thread that the request is about; null if it names no thread.</param>
    public FlapjackProxyRequest(HttpContext context, FlapjackProxyOperation operation, string? agentId = null, string? threadId = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        (HttpContext, Operation, AgentId, ThreadId) = (context, operation, agentId, threadId);
    }

    /// <summary>The original request. A hook that reads the body has to call <c>EnableBuffering()</c> first.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>What is asked for.</summary>
    public FlapjackProxyOperation Operation { get; }

    /// <summary>The agent that the request is about, from the path, or for <see cref="FlapjackProxyOperation.CreateThread"/> from the body; null if
    /// it names no agent.</summary>
    public string? AgentId { get; }

    /// <summary>The thread that the request is about; null if it names no thread.</summary>
    public string? ThreadId { get; }
}
