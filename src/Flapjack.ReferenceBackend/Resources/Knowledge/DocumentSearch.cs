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

        var found = store.Read(db => db.Query(
            query.Ranked("document_index") + """

            SELECT c.id, c.document_id, d.title, c.position, c.text, r.score
            FROM ranked r JOIN document_chunks c ON c.id = r.id JOIN documents d ON d.id = c.document_id
            WHERE d.org_id = $org AND d.is_complete = 1
            ORDER BY r.score DESC, c.id LIMIT $limit
            """,
            row => (new FoundChunk(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4)), row.GetDouble(5)),
            [.. query.Parameters, ("$org", orgId), ("$limit", RankedRows.ToRead(limit))]));
        return RankedRows.Best(found, query, chunk => chunk.Text, limit);
    }
}
