using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>
/// The table of memories, and the index of their texts. The triggers keep the index, also when memories go with an agent or a thread. A step never
/// changes after its release.
/// </summary>
internal static class MemorySchema
{
    // The scope is the word of MemoryScope. A text is in a scope once. The index compares the stems of English words, because a memory is a sentence of few
    // words: "eat" must find "eats".
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(29,
        """
        CREATE TABLE memories (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
            thread_id TEXT REFERENCES threads (id) ON DELETE CASCADE,
            resource TEXT,
            scope TEXT NOT NULL,
            text TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            used_at INTEGER NOT NULL,
            UNIQUE (scope, text)
        );
        CREATE INDEX memories_by_agent ON memories (agent_id, used_at, id);
        CREATE INDEX memories_by_thread ON memories (thread_id) WHERE thread_id IS NOT NULL;
        CREATE INDEX memories_by_scope ON memories (scope, used_at, id);
        CREATE VIRTUAL TABLE memory_index USING fts5 (
            scope, text, content = 'memories', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
        );
        CREATE TRIGGER memories_are_indexed AFTER INSERT ON memories BEGIN
            INSERT INTO memory_index (rowid, scope, text) VALUES (NEW.id, NEW.scope, NEW.text);
        END;
        CREATE TRIGGER memories_leave_the_index AFTER DELETE ON memories BEGIN
            INSERT INTO memory_index (memory_index, rowid, scope, text) VALUES ('delete', OLD.id, OLD.scope, OLD.text);
        END;
        """),
    ];
}
