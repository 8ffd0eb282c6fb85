using System.Collections.Concurrent;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>How many statements and changes of the store the calls take that are made most.</summary>
public sealed class CallStatementsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _statements = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_takes_two_changes(bool hasKey)
    {
        await using var backend = await StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, "true");
        _statements.Clear();

        await RunAsync(backend, agent, hasKey ? "key-1" : null);

        // The key of the caller and the agent are looked up; the command comes, with the time of the computer's last use; it ends, with its row in the audit log.
        Words().Should().Equal(hasKey
            ? ["SELECT api_keys", "SELECT agents", "SELECT execs", Store.Change, "DELETE execs", "INSERT execs", "UPDATE computers", Store.Change, "INSERT sandbox_audit_log", "UPDATE execs"]
            : ["SELECT api_keys", "SELECT agents", Store.Change, "INSERT execs", "UPDATE computers", Store.Change, "INSERT sandbox_audit_log", "UPDATE execs"]);
    }

    [Fact]
    public void In_memory_changes_are_forbidden_once_for_all_reads_that_follow_each_other()
    {
        var switches = new List<string>();
        using var store = Store.InMemory(BackendSchema.All, watch: sql => switches.AddRange(sql.StartsWith("PRAGMA query_only", StringComparison.Ordinal) ? [sql[^1..]] : []));
        switches.Clear();
        foreach (var call in "rrwwrr")
        {
            _ = call == 'r' ? store.Read(One) : store.Write(One);
        }

        switches.Should().Equal("1", "0", "1");

        static int One(StoreSession db) => db.QuerySingle("SELECT 1", row => row.GetInt32(0));
    }

    private static async Task RunAsync(TestBackend backend, string agent, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/agents/{agent}/computer/exec") { Content = TestBackend.JsonText("""{"command":"true"}""") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var stream = await SseStream.OpenAsync(backend.Client, request);
        (await stream.ReadFramesAsync())[^1].Event.Should().Be("exit");
    }

    private IEnumerable<string> Words() => _statements.Select(sql => sql == Store.Change ? sql : $"{sql.Split(' ')[0]} {TableOf(sql)}");

    private static string TableOf(string sql)
    {
        var words = sql.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words[0] == "UPDATE" ? words[1] : words[Array.FindIndex(words, word => word is "FROM" or "INTO") + 1];
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        options.WatchStatements = sql =>
        {
            if (!sql.StartsWith("PRAGMA", StringComparison.Ordinal))
            {
                _statements.Enqueue(sql);
            }
        };
    });
}
