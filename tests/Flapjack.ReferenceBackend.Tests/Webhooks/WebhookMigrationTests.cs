using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;
using LocalComputers.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A database of version 6, from before webhooks had ids and organizations more than one secret.</summary>
public sealed class WebhookMigrationTests : IDisposable
{
    private const int VersionBefore = 6;
    private const long Noon = 1_777_896_000_123;

    private readonly TempFolder _folder = new();

    private string Database => Path.Combine(_folder.Path, "flapjack.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_organization_keeps_its_secret()
    {
        CreateOld();

        using var store = Store.Open(Database, BackendSchema.All);
        var orgs = new Organizations(store, TimeProvider.System);

        orgs.WebhookSecretOf("o1").Should().Be("whsec_Zmlyc3Q=");
        orgs.WebhookSecretOf("o2").Should().Be("whsec_c2Vjb25k");
        orgs.Default().Should().Be("o1");
        new ApiKeyTable(store, orgs, TimeProvider.System).Add("o3", "CI", []).Key.Should().NotBeEmpty();
        orgs.WebhookSecretOf("o3").Should().MatchRegex("^whsec_[A-Za-z0-9+/]{32}$");
        store.Read(db => db.Query("PRAGMA foreign_key_check", row => row.GetString(0))).Should().BeEmpty();
        store.Read(db => db.Query("SELECT name FROM pragma_table_info('orgs')", row => row.GetString(0))).Should().Equal("id", "is_default");
    }

    [Fact]
    public void What_was_in_the_outbox_stays_pending_as_it_was_and_gets_an_id()
    {
        CreateOld();

        using var store = Store.Open(Database, BackendSchema.All);
        var messages = new WebhookHistory(store).Read(null, null);

        messages.Select(message => (message.AgentId, message.OrgId, message.Url.AbsoluteUri, message.Event.Value, message.State)).Should().Equal(
            ("a1", "o1", "https://one.example.com/hook?t=1", "bootstrap.succeeded", WebhookState.Pending),
            ("a2", "o2", "https://two.example.com/", "agent.deleted", WebhookState.Pending),
            ("a1", "o1", "https://one.example.com/hook?t=1", "agent.deleted", WebhookState.Pending));
        messages.Select(message => message.Body.ToArray()).Should().BeEquivalentTo(["one"u8.ToArray(), "two"u8.ToArray(), "three"u8.ToArray()]);
        messages.Should().OnlyContain(message => message.CreatedAt == DateTimeOffset.FromUnixTimeMilliseconds(Noon) && message.Attempts.Count == 0);
        messages.Select(message => message.Id).Should().OnlyHaveUniqueItems()
            .And.OnlyContain(id => System.Text.RegularExpressions.Regex.IsMatch(id, "^msg_019df2dc0a7b7[0-9a-f]{3}[89ab][0-9a-f]{15}$"));
        messages[0].NextAttemptAt.Should().BeNull();
        messages[1].NextAttemptAt.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(Noon + 2_000));
        new WebhookOutbox(store).Next("a2", 0)!.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task It_is_sent_with_the_secret_of_then()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        CreateOld(receiver.Url("/hook").AbsoluteUri);
        using var store = Store.Open(Database, BackendSchema.All);
        var post = new WebhookPost((_, _) => throw new InvalidOperationException(), allowLoopback: true, signsStandard: true, TimeProvider.System);
        await using var sender = new WebhookSender(new(store), post, new(new Random(1)), TimeProvider.System, NullLogger.Instance, new(isCarriedOn: true));

        sender.SendPending();

        foreach (var body in new[] { "one", "three" })
        {
            var webhook = await receiver.NextAsync();
            webhook.Text.Should().Be(body);
            WebhookSignature.Check(webhook.Body, WebhookHeaders.Read(name => webhook.Headers.GetValueOrDefault(name)), ["whsec_Zmlyc3Q="])
                .Should().Be(WebhookCheckResult.Valid);
        }
    }

    private void CreateOld(string hook = "https://one.example.com/hook?t=1")
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        var old = new StoreSession(connection, null, null);
        old.QuerySingle("PRAGMA journal_mode = WAL", row => row.GetString(0));
        foreach (var step in BackendSchema.All.Steps.Take(VersionBefore))
        {
            old.Execute(step.Sql);
        }

        old.Execute(
            $"""
            PRAGMA user_version = {VersionBefore};
            INSERT INTO orgs (id, webhook_secret, is_default) VALUES ('o1', 'whsec_Zmlyc3Q=', 1), ('o2', 'whsec_c2Vjb25k', 0);
            INSERT INTO api_keys (hash, org_id, scopes) VALUES (x'00', 'o1', '');
            INSERT INTO agents (id, org_id, name) VALUES ('a1', 'o1', 'n');
            INSERT INTO webhooks (agent_id, org_id, url, event, body, created_at, attempts, next_attempt_at) VALUES
                ('a1', 'o1', '{hook}', 'bootstrap.succeeded', CAST('one' AS BLOB), {Noon}, 0, NULL),
                ('a2', 'o2', 'https://two.example.com/', 'agent.deleted', CAST('two' AS BLOB), {Noon}, 2, {Noon + 2_000}),
                ('a1', 'o1', '{hook}', 'agent.deleted', CAST('three' AS BLOB), {Noon}, 0, NULL);
            """);
    }
}
