using System.Collections.Concurrent;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

/// <summary>A page costs what it shows, however much else there is.</summary>
public sealed class DashboardGrowthTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _statements = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_page_reads_all_rows_of_a_table()
    {
        await using var browser = await DashboardBrowser.StartAsync(options => (options.DataDirectory, options.WatchStatements) = (_folder["data"], _statements.Enqueue));
        var agent = await browser.Server.CreateReadyAgentAsync();
        var exec = await browser.RunAsync(agent, "true");
        var thread = (await browser.Server.PostAsync("/api/threads", $$"""{"agentId":"{{agent}}"}""")).Text("id");
        // The check of the audit log reads all of it, so it is made before.
        await browser.PageAsync("/dashboard/audit");
        _statements.Clear();

        foreach (var path in new[]
        {
            "/", "/dashboard/agents", $"/dashboard/agents/{agent}", $"/dashboard/agents/{agent}/bootstrap", $"/dashboard/agents/{agent}/commands/{exec}",
            "/dashboard/webhooks", $"/dashboard/webhooks?agent={agent}", "/dashboard/chats", $"/dashboard/chats?agent={agent}", $"/dashboard/chats/{thread}",
            "/dashboard/traces", $"/dashboard/traces?agent={agent}", $"/dashboard/traces?thread={thread}", $"/dashboard/traces?run={thread}",
            "/dashboard/runs", "/dashboard/audit", $"/dashboard/audit?agent={agent}",
        })
        {
            await browser.PageAsync(path);
        }

        using var store = Store.InMemory(BackendSchema.All);
        var searches = _statements.Distinct().Where(sql => sql.Contains("SELECT", StringComparison.Ordinal)).ToList();
        searches.Should().HaveCountGreaterThan(15);
        foreach (var search in searches)
        {
            var steps = store.Read(db => db.Query("EXPLAIN QUERY PLAN " + search, row => row.GetString(3)));
            // The first rows in the order of a table are found at once.
            var isFirstRows = search.Contains("LIMIT", StringComparison.Ordinal) && !steps.Exists(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
            steps.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !isFirstRows).Should().BeEmpty(search);
            // To sort by the order of the table, all rows would be read that the search finds.
            steps.Where(step => step.Contains("INTEGER PRIMARY KEY (rowid<?)", StringComparison.Ordinal) && search.Contains("= $agent", StringComparison.Ordinal)).Should().BeEmpty(search);
        }
    }
}
