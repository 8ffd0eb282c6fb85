using System.Data.Common;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>
/// The documents with their chunks. A long document is stored in pieces, between which other changes come through; it can be seen when all of it is
/// there. What a crash has left incomplete is removed at the next start.
/// </summary>
internal sealed class DocumentTable
{
    private const int ChunksInAChange = 200;
    private const string Columns = "id, title, source_ref, chunk_count, created_at";

    private readonly Store _store;
    private readonly TimeProvider _clock;

    public DocumentTable(Store store, TimeProvider clock)
    {
        (_store, _clock) = (store, clock);
        store.Write(db => db.Execute("DELETE FROM documents WHERE is_complete = 0"));
    }

    /// <exception cref="Refusal">The scope does not exist, belongs to another organization, or is deleted meanwhile.</exception>
    public KnowledgeDocument Add(string orgId, KnowledgeScope scope, string title, string sourceRef, IReadOnlyList<string> chunks)
    {
        var now = _clock.GetUtcNow();
        var document = new KnowledgeDocument
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Title = title,
            SourceRef = sourceRef,
            ChunkCount = chunks.Count,
            CreatedAt = now,
        };
        _store.Write(db => Begin(db, orgId, scope, document));
        try
        {
            for (var from = 0; from < chunks.Count; from += ChunksInAChange)
            {
                _store.Write(db => AddChunks(db, orgId, scope, document.Id, chunks, from));
            }

            _store.Write(db =>
            {
                scope.Check(db, orgId);
                db.Execute("UPDATE documents SET is_complete = 1 WHERE id = $id", ("$id", document.Id));
            });
        }
        catch
        {
            _store.WriteMakingRoom(db => db.Execute("DELETE FROM documents WHERE id = $id", ("$id", document.Id)));
            throw;
        }

        return document;
    }

    /// <exception cref="Refusal">The scope does not exist, or belongs to another organization.</exception>
    public void Check(string orgId, KnowledgeScope scope) => _store.Read(db =>
    {
        scope.Check(db, orgId);
        return true;
    });

    /// <summary>The documents of a scope in the order in which they were uploaded.</summary>
    /// <exception cref="Refusal">The scope does not exist, or belongs to another organization.</exception>
    public IReadOnlyList<KnowledgeDocument> List(string orgId, KnowledgeScope scope) => _store.Read(db =>
    {
        scope.Check(db, orgId);
        return db.Query($"SELECT {Columns} FROM documents WHERE {scope.Condition} AND is_complete = 1 ORDER BY created_at, rowid", Read, ("$id", scope.Id));
    });

    /// <exception cref="Refusal">There is no such document, or it belongs to another organization.</exception>
    public void Remove(string orgId, string id) => _store.WriteMakingRoom(db =>
    {
        var owner = db.QuerySingle("SELECT org_id FROM documents WHERE id = $id AND is_complete = 1", row => row.GetString(0), ("$id", id.ToLowerInvariant()))
            ?? throw Refusal.NotFound($"There is no document '{id}'.");
        if (owner != orgId)
        {
            throw Refusal.Forbidden($"The document '{id}' belongs to another organization.");
        }

        db.Execute("DELETE FROM documents WHERE id = $id", ("$id", id.ToLowerInvariant()));
    });

    private static void Begin(StoreSession db, string orgId, KnowledgeScope scope, KnowledgeDocument document)
    {
        scope.Check(db, orgId);
        db.Execute(
            """
            INSERT INTO documents (id, org_id, agent_id, thread_id, created_at, title, source_ref, chunk_count, is_complete)
            VALUES ($id, $org, $agent, $thread, $now, $title, $source, $chunks, 0)
            """,
            ("$id", document.Id),
            ("$org", orgId),
            ("$agent", scope.AgentId),
            ("$thread", scope.ThreadId),
            ("$now", document.CreatedAt),
            ("$title", document.Title),
            ("$source", document.SourceRef),
            ("$chunks", document.ChunkCount));
    }

    private static void AddChunks(StoreSession db, string orgId, KnowledgeScope scope, string documentId, IReadOnlyList<string> chunks, int from)
    {
        // The agent may have been deleted since the last piece, and the document with it.
        scope.Check(db, orgId);
        for (var position = from; position < Math.Min(from + ChunksInAChange, chunks.Count); position++)
        {
            db.Execute(
                "INSERT INTO document_chunks (document_id, position, scope, text) VALUES ($document, $position, $scope, $text)",
                ("$document", documentId),
                ("$position", position),
                ("$scope", scope.Word),
                ("$text", chunks[position]));
        }
    }

    private static KnowledgeDocument Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Title = row.GetString(1),
        SourceRef = row.GetString(2),
        ChunkCount = row.GetInt32(3),
        CreatedAt = row.Time(4),
    };
}
