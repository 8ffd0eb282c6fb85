using Flapjack.ReferenceBackend.Search;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Finds chunks of documents by their words.</summary>
internal sealed class DocumentSearch(Store store)
{
    /// <summary>The chunks that fit a text best, the best first.</summary>
    /// <param name="orgId">The organization whose documents are searched.</param>
    /// <param name="scopes">Whose documents are searched.</param>
    /// <param name="text">What is looked for: a question, for example. Each of its words counts.</param>
    /// <param name="limit">How many chunks at most.</param>
    public IReadOnlyList<FoundChunk> Find(string orgId, IReadOnlyList<KnowledgeScope> scopes, string text, int limit)
    {
        if (SearchQuery.Of(scopes.Select(scope => scope.Word), text) is not { } query)
        {
            return [];
        }

        return store.Read(db => db.Query(
            """
            SELECT c.id, c.document_id, d.title, c.position, c.text
            FROM document_index i JOIN document_chunks c ON c.id = i.rowid JOIN documents d ON d.id = c.document_id
            WHERE document_index MATCH $query AND d.org_id = $org AND d.is_complete = 1
            ORDER BY bm25(document_index, 0.0, 1.0), c.id LIMIT $limit
            """,
            row => new FoundChunk(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4)),
            ("$query", query),
            ("$org", orgId),
            ("$limit", limit)));
    }
}
