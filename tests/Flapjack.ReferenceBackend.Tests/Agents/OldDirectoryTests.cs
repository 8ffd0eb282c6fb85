using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Storage;
using Microsoft.Data.Sqlite;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>A data directory as version 9 of the database left it, with agents, computers, webhooks and keys.</summary>
public sealed class OldDirectoryTests : IDisposable
{
    private const int VersionBefore = 9;

    private readonly TempFolder _folder = new();

    private string Database => Path.Combine(_folder.Path, "flapjack.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Agents_computers_webhooks_and_keys_are_there_as_before()
    {
        string agent, bare, key, created, webhooks;
        await using (var first = await StartAsync())
        {
            key = first.Backend.ApiKey;
            agent = await first.CreateReadyAgentAsync("""{"template":"blank","name":"Ada \"1\"","externalAppId":"app","webhookUrl":"http://127.0.0.1:9/hook","sizeClass":"large"}""");
            (await first.RunAsync(agent, "echo kept > note")).Stdout.Should().BeEmpty();
            bare = (await first.PostAsync("/api/agents", """{"name":"Without a computer"}""")).Text("id");
            created = (await first.GetAsync($"/api/agents/{agent}")).Text("created_at");
            webhooks = await WebhookIdsAsync(first, agent);
        }

        Downgrade();
        await using var second = await StartAsync();

        using var client = second.ClientOf(key);
        var read = await TestBackend.SendAsync(client, HttpMethod.Get, $"/api/agents/{agent}");
        read.Text("name").Should().Be("Ada \"1\"");
        read.Text("default_model").Should().Be("gpt-5.4");
        DateTimeOffset.Parse(read.Text("created_at"), System.Globalization.CultureInfo.InvariantCulture)
            .Should().BeCloseTo(DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromMinutes(1));
        (await second.RunAsync(agent, "cat note")).Stdout.Should().Be("kept\n");
        (await WebhookIdsAsync(second, agent)).Should().Be(webhooks).And.NotBeEmpty();
        (await second.GetAsync($"/api/agents/{agent}/computer")).Text("sizeClass").Should().Be("large");
        var repeat = await second.CreateAsync("""{"template":"blank","externalAppId":"app"}""");
        (repeat.Status, repeat.Text("agent", "id"), repeat.Text("agent", "name")).Should().Be((200, agent, "Ada \"1\""));
        // Version 9 took an agent without a bootstrap for half created, and removed it at the next start.
        (await second.GetAsync($"/api/agents/{bare}")).ShouldBeRefused(404, "NOT_FOUND");
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        options.AllowLoopbackWebhooks = true;
    });

    private static async Task<string> WebhookIdsAsync(TestBackend backend, string agent) =>
        string.Join(' ', (await backend.Backend.Webhooks.ReadAsync(agent)).Select(message => message.Id));

    // Copies what version 9 has a place for into a database that has only the steps up to version 9.
    private void Downgrade()
    {
        var old = Database + ".old";
        using (var connection = new SqliteConnection($"Data Source={old};Pooling=False;Foreign Keys=False"))
        {
            connection.Open();
            var db = new StoreSession(connection, null, null);
            db.QuerySingle("PRAGMA journal_mode = WAL", row => row.GetString(0));
            foreach (var step in BackendSchema.All.Steps.Take(VersionBefore))
            {
                db.Execute(step.Sql);
            }

            db.Execute($"PRAGMA user_version = {VersionBefore}; ATTACH '{Database}' AS today;");
            foreach (var table in db.Query("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", row => row.GetString(0)))
            {
                var columns = string.Join(", ", db.Query("SELECT name FROM pragma_table_info($table, 'main')", row => row.GetString(0), ("$table", table)));
                db.Execute($"DELETE FROM main.{table}; INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table};");
            }
        }

        File.Delete(Database);
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
        File.Move(old, Database);
    }
}
