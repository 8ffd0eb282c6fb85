namespace Flapjack.Sdk;

/// <summary>Who may look things up in a document: an agent, every agent of an organization, or the agent of a thread within that thread.</summary>
/// <param name="Type">The kind on the wire: <c>agent</c>, <c>org</c> or <c>thread</c>.</param>
/// <param name="Id">The id of the agent, organization or thread, a UUID.</param>
/// <remarks><c>scopeType</c> and <c>scopeId</c> of <c>/api/knowledge</c></remarks>
public sealed record KnowledgeScope(string Type, string Id)
{
    /// <summary>One agent, in all of its threads.</summary>
    /// <param name="agentId">The agent's id.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentException">The id is empty or blank.</exception>
    public static KnowledgeScope Agent(string agentId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return new("agent", agentId);
    }

    /// <summary>All agents of an organization.</summary>
    /// <param name="orgId">The organization's id.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentException">The id is empty or blank.</exception>
    public static KnowledgeScope Organization(string orgId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orgId);
        return new("org", orgId);
    }

    /// <summary>One thread.</summary>
    /// <param name="threadId">The thread's id.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentException">The id is empty or blank.</exception>
    public static KnowledgeScope Thread(string threadId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(threadId);
        return new("thread", threadId);
    }
}
