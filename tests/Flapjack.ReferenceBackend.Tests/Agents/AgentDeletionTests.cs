using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>What a deletion leaves of an agent, and of a project that has agents.</summary>
public sealed class AgentDeletionTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_deleted_agent_is_gone_with_its_configurations()
    {
        var id = await CreateAsync();
        var other = await CreateAsync();
        foreach (var agent in new[] { id, other })
        {
            await PutAsync(agent, "memory", """{"enabled":true}""");
            await PutAsync(agent, "web", """{"search":true}""");
            await PutAsync(agent, "computer", """{"enabled":true}""");
        }

        var deleted = await backend.DeleteAsync("/api/agents/" + id);

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.GetAsync("/api/agents/" + id)).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.GetAsync($"/api/agents/{id}/memory")).ShouldBeRefused(404, "NOT_FOUND");
        (await PutAsync(id, "web", "{}")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.GetAsync("/api/agents")).Body.Should().NotContain(id).And.Contain(other);
        TablesWith(id).Should().BeEmpty();
        TablesWith(other).Should().BeEquivalentTo("agents", "agent_configs", "agent_configs", "agent_computer_configs");
    }

    [Fact]
    public async Task A_deleted_project_frees_its_agents()
    {
        var project = (await backend.PostAsync("/api/projects", """{"name":"Site"}""")).Text("id");
        var id = await CreateAsync();
        await TestBackend.SendAsync(backend.Client, HttpMethod.Patch, "/api/agents/" + id, $$"""{"projectId":"{{project}}"}""");
        var before = await backend.GetAsync("/api/agents/" + id);

        await backend.DeleteAsync("/api/projects/" + project);

        before.Text("project_id").Should().Be(project);
        (await backend.GetAsync("/api/agents/" + id)).Body.Should().Be(before.Body.Replace($"\"{project}\"", "null", StringComparison.Ordinal));
        TablesWith(project).Should().BeEmpty();
    }

    // The tables of the store that name an id in any column, once for each row. The audit log names what it tells of for good.
    private List<string> TablesWith(string id) => backend.Backend.Store().Read(db =>
    {
        var columns = db.Query(
            "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '%audit%'",
            row => (Table: row.GetString(0), Column: row.GetString(1)));
        return columns.GroupBy(pair => pair.Table, pair => pair.Column)
            .SelectMany(table => db.Query(
                $"SELECT 1 FROM {table.Key} WHERE {string.Join(" OR ", table.Select(column => $"instr({column}, $id)"))}", _ => table.Key, ("$id", id)))
            .ToList();
    });

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/agents", """{"name":"Ada"}""")).Text("id");

    private Task<HttpAnswer> PutAsync(string agent, string config, string body) =>
        TestBackend.SendAsync(backend.Client, HttpMethod.Put, $"/api/agents/{agent}/{config}", body);
}
