using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>
/// The tables of documents, their chunks, and the index of the chunks. A document belongs to an agent, to a thread, or, if both are null, to its
/// organization. The triggers keep the index, also when chunks go with an agent or a thread. A step never changes after its release.
/// </summary>
internal static class KnowledgeSchema
{
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(23,
        """
        CREATE TABLE documents (
            id TEXT PRIMARY KEY,
            org_id TEXT NOT NULL REFERENCES orgs (id),
            agent_id TEXT REFERENCES agents (id) ON DELETE CASCADE,
            thread_id TEXT REFERENCES threads (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            title TEXT NOT NULL,
            source_ref TEXT NOT NULL,
            chunk_count INTEGER NOT NULL,
            is_complete INTEGER NOT NULL
        );
        CREATE INDEX documents_by_org ON documents (org_id, created_at, id) WHERE agent_id IS NULL AND thread_id IS NULL;
        CREATE INDEX documents_by_agent ON documents (agent_id, created_at, id) WHERE agent_id IS NOT NULL;
        CREATE INDEX documents_by_thread ON documents (thread_id, created_at, id) WHERE thread_id IS NOT NULL;
        CREATE INDEX documents_incomplete ON documents (id) WHERE is_complete = 0;
        CREATE TABLE document_chunks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            scope TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (document_id, position)
        );
        CREATE VIRTUAL TABLE document_index USING fts5 (
            scope, text, content = 'document_chunks', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
        );
        CREATE TRIGGER document_chunks_are_indexed AFTER INSERT ON document_chunks BEGIN
            INSERT INTO document_index (rowid, scope, text) VALUES (NEW.id, NEW.scope, NEW.text);
        END;
        CREATE TRIGGER document_chunks_leave_the_index AFTER DELETE ON document_chunks BEGIN
            INSERT INTO document_index (document_index, rowid, scope, text) VALUES ('delete', OLD.id, OLD.scope, OLD.text);
        END;
        """),
    ];
}
