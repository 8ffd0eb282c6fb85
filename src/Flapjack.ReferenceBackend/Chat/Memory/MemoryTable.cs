using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Flapjack.ReferenceBackend.Search;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>What agents remember. A memory is seen by those who name its scope.</summary>
internal sealed class MemoryTable(Store store, TimeProvider clock)
{
    private const string Columns = "m.id, m.thread_id, m.resource, m.text, m.created_at";

    /// <summary>
    /// Remembers a text. A text that the scope has already counts as used now. If the agent has more memories than it may, those that were not used for
    /// the longest time go.
    /// </summary>
    /// <param name="scope">Where the text counts.</param>
    /// <param name="text">The text.</param>
    /// <param name="max">How many memories the agent may have, in all of its scopes together; at least 1.</param>
    /// <exception cref="Refusal">404: the agent or the thread was deleted meanwhile.</exception>
    public MemoryRow Add(MemoryScope scope, string text, int max) => store.Write(db =>
    {
        db.Execute(
            """
            INSERT INTO memories (agent_id, thread_id, resource, scope, text, created_at, used_at)
            SELECT a.id, $thread, $resource, $scope, $text, $now, $now FROM agents a
            WHERE a.id = $agent AND ($thread IS NULL OR EXISTS (SELECT 1 FROM threads WHERE id = $thread))
            ON CONFLICT (scope, text) DO UPDATE SET used_at = $now
            """,
            ("$agent", scope.AgentId),
            ("$thread", scope.ThreadId),
            ("$resource", scope.Binding),
            ("$scope", scope.Word),
            ("$text", text),
            ("$now", clock.GetUtcNow()));
        var added = db.QuerySingle($"SELECT {Columns} FROM memories m WHERE m.scope = $scope AND m.text = $text", Read, ("$scope", scope.Word), ("$text", text))
            ?? throw Refusal.NotFound("Nothing was stored: the agent or the conversation has been deleted.");
        db.Execute(
            """
            DELETE FROM memories WHERE id <> $added AND id IN (
                SELECT id FROM memories WHERE agent_id = $agent ORDER BY used_at DESC, id DESC LIMIT -1 OFFSET $max)
            """,
            ("$added", added.Id),
            ("$agent", scope.AgentId),
            ("$max", max));
        return added;
    });

    /// <summary>The memories that fit a text best, the best first.</summary>
    public IReadOnlyList<MemoryRow> Find(IReadOnlyList<MemoryScope> scopes, string text, int limit)
    {
        if (SearchQuery.Of(scopes.Select(scope => scope.Word), text) is not { } query)
        {
            return [];
        }

        var found = store.Read(db => db.Query(
            $"{query.Ranked("memory_index")} SELECT {Columns}, r.score FROM ranked r JOIN memories m ON m.id = r.id ORDER BY r.score DESC, m.id LIMIT $limit",
            row => (Read(row), row.GetDouble(5)),
            [.. query.Parameters, ("$limit", RankedRows.ToRead(limit))]));
        return RankedRows.Best(found, query, memory => memory.Text, limit);
    }

    /// <summary>The memories that were used last, the latest first.</summary>
    public IReadOnlyList<MemoryRow> Latest(IReadOnlyList<MemoryScope> scopes, int limit) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM memories m WHERE m.scope IN ({Words(scopes)}) ORDER BY m.used_at DESC, m.id DESC LIMIT $limit", Read, ("$limit", limit)));

    /// <summary>Says that memories are used now.</summary>
    public void Touch(IReadOnlyList<MemoryRow> memories)
    {
        if (memories.Count > 0)
        {
            var ids = string.Join(", ", memories.Select(memory => memory.Id.ToString(CultureInfo.InvariantCulture)));
            store.Write(db => db.Execute($"UPDATE memories SET used_at = $now WHERE id IN ({ids})", ("$now", clock.GetUtcNow())));
        }
    }

    /// <summary>Forgets a memory; false if none of the scopes has it. A full disk does not prevent that.</summary>
    public bool Remove(IReadOnlyList<MemoryScope> scopes, long id) => store.WriteMakingRoom(db =>
        db.Execute($"DELETE FROM memories WHERE id = $id AND scope IN ({Words(scopes)})", ("$id", id)) > 0);

    // A word has only letters and digits, so it can stand in the statement.
    private static string Words(IReadOnlyList<MemoryScope> scopes) => string.Join(", ", scopes.Select(scope => $"'{scope.Word}'"));

    private static MemoryRow Read(DbDataReader row)
    {
        var resource = row.TextOrNull(2);
        return new(
            row.GetInt64(0),
            resource is not null ? MemoryScope.Resource : row.IsDBNull(1) ? MemoryScope.Agent : MemoryScope.Thread,
            resource is null ? null : JsonElement.Parse(resource),
            row.GetString(3),
            row.Time(4));
    }
}
