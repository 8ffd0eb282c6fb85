using System.Security.Cryptography;
using System.Text;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>Where a memory counts: in all threads of an agent, in one thread of it, or wherever the agent works on one resource.</summary>
internal sealed record MemoryScope
{
    public const string Agent = "agent";
    public const string Thread = "thread";
    public const string Resource = "resource";

    private MemoryScope(string type, string agentId, string key) =>
        // The length keeps the agent's id apart from what follows, whatever is in either.
        (Type, AgentId, Word) = (type, agentId, type + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{agentId.Length}:{agentId}{key}"))));

    /// <summary><see cref="Agent"/>, <see cref="Thread"/> or <see cref="Resource"/>.</summary>
    public string Type { get; }

    /// <summary>The agent whose memory it is, in every scope.</summary>
    public string AgentId { get; }

    public string? ThreadId { get; private init; }

    /// <summary>The resource as canonical JSON.</summary>
    public string? Binding { get; private init; }

    /// <summary>The scope as one word of letters and digits, in the table and in its index. No other agent has a scope of that word.</summary>
    public string Word { get; }

    public static MemoryScope OfAgent(string agentId) => new(Agent, agentId, "");

    public static MemoryScope OfThread(string agentId, string threadId) => new(Thread, agentId, threadId) { ThreadId = threadId };

    /// <param name="agentId">The agent.</param>
    /// <param name="binding">The resource as canonical JSON.</param>
    public static MemoryScope OfResource(string agentId, string binding) => new(Resource, agentId, binding) { Binding = binding };
}
