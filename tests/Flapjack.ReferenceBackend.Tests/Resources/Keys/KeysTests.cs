using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Keys;

public sealed class KeysTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly CapturedLog _log = new();
    private readonly string _org = Guid.NewGuid().ToString();
    private TestBackend _server = null!;
    private HttpClient _user = null!;

    public async Task InitializeAsync()
    {
        _server = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.LoggerFactory = _log.Loggers;
        });
        _user = UserOf(_org, FlapjackScopes.SandboxAdmin);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_itself()
    {
        var created = await CreateAsync("CI");

        created.Status.Should().Be(201, created.Body);
        var (id, key) = (created.Text("id"), created.Text("key"));
        key.Should().MatchRegex("^fj_live_[0-9a-f]{48}$");
        created.Body.Should().Be($$"""{"id":"{{id}}","key":"{{key}}","prefix":"{{key[..12]}}...","name":"CI","created_at":"2026-05-01T10:00:00Z"}""");
        (await ListAsync()).Body.Should().Be($$"""[{"id":"{{id}}","prefix":"{{key[..12]}}...","name":"CI","last_used_at":null,"created_at":"2026-05-01T10:00:00Z"}]""");
        _log.Messages.Should().NotContain(line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_may_do_what_the_user_may_who_made_it()
    {
        var strong = _server.ClientOf((await CreateAsync("strong")).Text("key"));
        var weak = _server.ClientOf((await CreateAsync("weak", UserOf(_org))).Text("key"));
        const string Create = "/api/agents/from-template";

        (await TestBackend.SendAsync(strong, HttpMethod.Post, Create, """{"template":"blank"}""")).Status.Should().Be(201);
        (await TestBackend.SendAsync(weak, HttpMethod.Post, Create, """{"template":"blank"}""")).ShouldBeRefused(403, "FORBIDDEN");
        (await TestBackend.SendAsync(weak, HttpMethod.Get, "/api/projects")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_deleted_key_is_refused_at_the_next_call()
    {
        var created = await CreateAsync("CI");
        var client = _server.ClientOf(created.Text("key"));
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/projects")).Status.Should().Be(200);

        var deleted = await DeleteAsync(created.Text("id"));

        (deleted.Status, deleted.Body).Should().Be((200, """{"ok":true}"""));
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/projects")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await ListAsync()).Body.Should().Be("[]");
        (await DeleteAsync(created.Text("id"))).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_key_manages_no_keys()
    {
        var created = await CreateAsync("CI");
        var key = _server.ClientOf(created.Text("key"));

        (await ListAsync(key)).ShouldBeRefused(403, "FORBIDDEN");
        (await CreateAsync("more", key)).ShouldBeRefused(403, "FORBIDDEN");
        (await DeleteAsync(created.Text("id"), key)).ShouldBeRefused(403, "FORBIDDEN");
        (await ListAsync()).Json.GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Keys_that_were_made_in_code_are_listed_and_can_be_deleted()
    {
        var key = _server.Backend.CreateApiKey(_org);

        var listed = (await ListAsync()).Json.EnumerateArray().Should().ContainSingle().Subject;
        listed.GetProperty("prefix").GetString().Should().Be(key[..12] + "...");
        listed.GetProperty("name").GetString().Should().Be("Made by CreateApiKey");
        (await DeleteAsync(listed.GetProperty("id").GetString()!)).Status.Should().Be(200);
        (await TestBackend.SendAsync(_server.ClientOf(key), HttpMethod.Get, "/api/projects")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task The_backends_own_key_is_listed_in_its_organization()
    {
        var keys = await ListAsync(UserOf(_server.Backend.OrgId));

        keys.Json.EnumerateArray().Select(key => key.GetProperty("prefix").GetString()).Should().Equal(_server.Backend.ApiKey[..12] + "...");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":" "}""")]
    public async Task A_key_needs_a_name(string body)
    {
        var answer = await TestBackend.SendAsync(_user, HttpMethod.Post, "/api/keys", body);

        answer.ShouldBeRefused(400, "MISSING_NAME");
        (await ListAsync()).Body.Should().Be("[]");
    }

    [Fact]
    public async Task The_last_use_is_kept_with_one_change_a_minute()
    {
        var client = _server.ClientOf((await CreateAsync("CI")).Text("key"));
        CountChanges();

        for (var second = 0; second < 150; second += 10)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => UseAsync(client)));
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Changes().Should().Be(3, "the key was used at the seconds 0, 10 and so on to 140");
        (await LastUseAsync()).Should().Be("2026-05-01T10:02:00Z");
        // Users' tokens are no keys.
        await ListAsync();
        Changes().Should().Be(3);
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_a_key_from_being_known()
    {
        var client = _server.ClientOf((await CreateAsync("CI")).Text("key"));

        using (FullDatabase.For(_server.Backend.Store(), "UPDATE ON api_keys"))
        {
            await UseAsync(client);
            (await LastUseAsync()).Should().BeNull();
        }

        await UseAsync(client);
        (await LastUseAsync()).Should().Be("2026-05-01T10:00:00Z");
    }

    private static async Task UseAsync(HttpClient client) => (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/projects")).Status.Should().Be(200);

    private HttpClient UserOf(string org, params string[] scopes) => _server.ClientOf(_server.Backend.CreateUserToken(org, "user-1", scopes));

    private Task<HttpAnswer> ListAsync(HttpClient? client = null) => TestBackend.SendAsync(client ?? _user, HttpMethod.Get, "/api/keys");

    private Task<HttpAnswer> CreateAsync(string name, HttpClient? client = null) =>
        TestBackend.SendAsync(client ?? _user, HttpMethod.Post, "/api/keys", $$"""{"name":"{{name}}"}""");

    private Task<HttpAnswer> DeleteAsync(string id, HttpClient? client = null) => TestBackend.SendAsync(client ?? _user, HttpMethod.Delete, "/api/keys/" + id);

    private async Task<string?> LastUseAsync() => (await ListAsync()).Json.EnumerateArray().Single().GetProperty("last_used_at") is { ValueKind: JsonValueKind.String } time ? time.GetString() : null;

    private void CountChanges() => _server.Backend.Store().Write(db =>
    {
        db.Execute("CREATE TABLE changes (x INTEGER)");
        db.Execute("CREATE TRIGGER counting AFTER UPDATE ON api_keys BEGIN INSERT INTO changes VALUES (1); END");
    });

    private int Changes() => _server.Backend.Store().Read(db => db.QuerySingle("SELECT count(*) FROM changes", row => row.GetInt32(0)));
}
