using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Whose document it is.</summary>
/// <param name="Type">One of <see cref="Types"/>.</param>
/// <param name="Id">The id of the organization, agent or thread, in lower case.</param>
internal sealed record KnowledgeScope(string Type, string Id)
{
    public const string TypeCode = "INVALID_SCOPE_TYPE";
    public const string IdCode = "INVALID_SCOPE_ID";

    private const string Agent = "agent";
    private const string Thread = "thread";

    public static IReadOnlyList<string> Types { get; } = ["org", Agent, Thread];

    public string? AgentId => Type == Agent ? Id : null;

    public string? ThreadId => Type == Thread ? Id : null;

    /// <summary>The column of the documents that holds the id. Documents of an organization are found by the condition of their index.</summary>
    public string Condition => Type switch
    {
        Agent => "agent_id = $id",
        Thread => "thread_id = $id",
        _ => "org_id = $id AND agent_id IS NULL AND thread_id IS NULL",
    };

    /// <summary>The scope as one word of the index.</summary>
    public string Word => Type + Id.Replace("-", "", StringComparison.Ordinal);

    /// <summary>The same scope, with the id of the caller's organization as it is stored, which may have upper case.</summary>
    public KnowledgeScope Of(string orgId) =>
        AgentId is null && ThreadId is null && string.Equals(Id, orgId, StringComparison.OrdinalIgnoreCase) ? this with { Id = orgId } : this;

    /// <summary>Makes sure that the scope exists and belongs to the organization of the caller.</summary>
    /// <exception cref="Refusal">404: there is no such agent or thread; 403: it belongs to another organization.</exception>
    public void Check(StoreSession db, string orgId)
    {
        new OrgReference("agents", Agent, AgentId).Check(db, orgId);
        new OrgReference("threads", Thread, ThreadId).Check(db, orgId);
        if (AgentId is null && ThreadId is null && Id != orgId)
        {
            throw Refusal.Forbidden($"The caller does not belong to the organization '{Id}'.");
        }
    }
}
