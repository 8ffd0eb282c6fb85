using System.Collections.Concurrent;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>What a start, a status, a command and a deletion ask of the store is the same with many agents as with few.</summary>
public sealed class GrowthTests : IDisposable
{
    // Tables of which no more than a few rows are ever there, or that a statement reads whole because it is asked for all.
    private static readonly string[] SmallTables = ["orgs", "webhook_secrets", "sandbox_audit_checkpoint", "sqlite_master", "json_each", "CONSTANT"];

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _statements = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_number_of_statements_does_not_depend_on_the_number_of_agents()
    {
        var few = await CountAsync(3);
        var many = await CountAsync(27);

        many.Should().Equal(few, "there are thirty agents now, and were three before");
    }

    [Fact]
    public async Task Every_search_of_a_start_and_of_the_calls_uses_an_index()
    {
        await CountAsync(3);
        using var store = Store.InMemory(BackendSchema.All);
        var searches = _statements.Distinct().Where(sql => !sql.Contains("CREATE ", StringComparison.Ordinal) && !sql.Contains("ALTER ", StringComparison.Ordinal) && sql != Store.Change).ToList();

        // An index of what is not finished has few rows, so that it can be read whole.
        var unfinished = store.Read(db => db.Query("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'", row => row.GetString(0)));
        searches.Should().HaveCountGreaterThan(30);
        foreach (var search in searches)
        {
            var steps = store.Read(db => db.Query("EXPLAIN QUERY PLAN " + search, row => row.GetString(3)));
            // The first rows in the order of a table are found at once.
            var isFirstRows = search.Contains("LIMIT", StringComparison.Ordinal) && !steps.Exists(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
            steps.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !isFirstRows && step.Split(' ')[1][0] != '(' && !SmallTables.Contains(step.Split(' ')[1]) && !unfinished.Contains(step.Split(' ')[^1]))
                .Should().BeEmpty(search);
        }
    }

    /// <summary>Adds agents and commands, starts anew, and counts the statements of the start and of each kind of call.</summary>
    private async Task<Dictionary<string, int>> CountAsync(int added)
    {
        string agent = "", deleted = "";
        await using (var first = await StartAsync())
        {
            for (var n = 0; n < added; n++)
            {
                deleted = agent;
                agent = await first.CreateReadyAgentAsync();
                await first.RunAsync(agent, "true");
            }
        }

        var counts = new Dictionary<string, int>();
        var before = _statements.Count;
        await using var second = await StartAsync();
        await second.Backend.ComputersOf().LeftoversRemoved;
        await second.GetAsync($"/api/agents/{agent}/computer/status");
        // Some statements of a start run behind the server.
        Count("start and the first status");
        await second.GetAsync($"/api/agents/{agent}/computer/status");
        Count("cached status");
        await second.DeleteAsync($"/api/agents/{deleted}");
        Count("delete");
        await second.RunAsync(agent, "true");
        Count("command");
        await second.CreateReadyAgentAsync();
        Count("create");
        return counts;

        void Count(string what)
        {
            counts[what] = _statements.Count - before;
            before = _statements.Count;
        }
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        options.WatchStatements = sql =>
        {
            // How many connections are opened depends on how many reads meet each other.
            if (!sql.StartsWith("PRAGMA", StringComparison.Ordinal))
            {
                _statements.Enqueue(sql);
            }
        };
    });
}
