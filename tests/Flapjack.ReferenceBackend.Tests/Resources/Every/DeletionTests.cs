using System.Net.Http.Headers;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>A deletion leaves nothing behind in any table of the store.</summary>
public sealed class DeletionTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    // What an agent owns, by the names that the ids have in paths. A deletion of the agent takes it along.
    private static readonly string[] OfAnAgent = ["agentId", "threadId", "planId", "todoId", "blockerId", "channelId", "suggestionId"];

    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1];

    [Fact]
    public async Task A_deleted_agent_takes_all_that_it_owns_along()
    {
        var world = new OrgWorld(every.Backend, Guid.NewGuid().ToString());
        var ids = new List<string>();
        foreach (var parameter in OfAnAgent)
        {
            ids.Add(await world.IdOfAsync(parameter));
        }

        // Whatever can be written to the agent, its threads and its plans is written.
        foreach (var write in ResourceCatalog.Writes.Where(write => write.Method != "DELETE" && OrgWorld.NamesIn(write.Path).Any(OfAnAgent.Contains)))
        {
            var answer = await world.SendAsync(write.Route, write.Body);
            answer.Status.Should().BeLessThan(500, $"{write.Route}: {answer.Body}");
        }

        ids.Add((await Upload.SendAsync(world.Client, "agent", ids[0], "A text of the agent.")).Text("id"));
        ids.Add((await Upload.SendAsync(world.Client, "thread", ids[1], "A text of the thread.")).Text("id"));
        await UploadAvatarAsync(world, ids[0]);
        var before = TablesWith(ids[0]).Distinct().ToList();
        before.Should().Contain(["agents", "agent_configs", "agent_computer_configs", "threads", "documents", "channels", "suggestions", "marketplace_profiles", "agent_skills", "agent_mcps", "agent_integrations"]);

        (await world.SendAsync("DELETE /api/agents/{agentId}")).Status.Should().Be(204);

        // What was used and paid stays counted.
        ids.SelectMany(TablesWith).Except(["usage_events", "tool_calls"]).Should().BeEmpty();
        ShouldBeConsistent();
    }

    [Fact]
    public async Task A_deleted_thing_leaves_no_row_that_names_it()
    {
        foreach (var delete in RouteTable.All.Where(row => row.Route.StartsWith("DELETE ", StringComparison.Ordinal) && row.Body is null && !OnlyStops(row.Route)))
        {
            var world = new OrgWorld(every.Backend, Guid.NewGuid().ToString());
            var last = delete.Ids[^1];
            var id = await world.IdOfAsync(last);
            foreach (var write in ResourceCatalog.Writes.Where(write => write.Method != "DELETE" && (write.Path + write.Body).Contains($"{{{last}}}", StringComparison.Ordinal)))
            {
                await world.SendAsync(write.Route, write.Body);
            }

            var answer = await world.SendAsync(delete.Route);

            answer.Status.Should().BeInRange(200, 299, $"{delete.Route}: {answer.Body}");
            if (delete.Route.EndsWith($"{{{last}}}", StringComparison.Ordinal))
            {
                // What was used and paid stays counted.
                TablesWith(id).Except(["usage_events", "tool_calls"]).Should().BeEmpty(delete.Route);
            }
        }

        ShouldBeConsistent();
    }

    // A command or a turn that is stopped stays as it is.
    private static bool OnlyStops(string route) => route.Contains("/exec", StringComparison.Ordinal) || route.Contains("/messages", StringComparison.Ordinal);

    private static async Task UploadAvatarAsync(OrgWorld world, string agentId)
    {
        using var file = new ByteArrayContent(Picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var form = new MultipartFormDataContent { { file, "file", "avatar.png" } };
        var answer = await HttpAnswer.OfAsync(await world.Client.PostAsync($"/api/agents/{agentId}/marketplace/avatar", form));
        answer.Status.Should().Be(200, answer.Body);
    }

    // The index of the documents is compared with the chunks, and every foreign key with its row.
    private void ShouldBeConsistent()
    {
        every.Backend.Backend.Store().Write(db => db.Execute("INSERT INTO document_index (document_index, rank) VALUES ('integrity-check', 1)"));
        every.Backend.Backend.Store().Read(db => db.Query("PRAGMA foreign_key_check", row => row.GetString(0))).Should().BeEmpty();
    }

    // The tables that name an id in any column, once for each row. The audit log names what it tells of for good.
    private List<string> TablesWith(string id) => every.Backend.Backend.Store().Read(db => db
        .Query(
            "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '%audit%' AND t.name NOT LIKE 'document_index%'",
            row => (Table: row.GetString(0), Column: row.GetString(1)))
        .GroupBy(pair => pair.Table, pair => pair.Column)
        .SelectMany(table => db.Query($"SELECT 1 FROM {table.Key} WHERE {string.Join(" OR ", table.Select(column => $"instr({column}, $id)"))}", _ => table.Key, ("$id", id)))
        .ToList());
}
