using System.Text;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.Mcp;

namespace Flapjack.ReferenceBackend.Tests.Secrets;

/// <summary>What the files of a data directory tell of the credentials that were given to its backend.</summary>
public sealed class StoredCredentialsTests(McpTestServer server) : IClassFixture<McpTestServer>, IDisposable
{
    private const string Secret = "s3cret-of-somebody";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_credential_and_no_key_is_in_the_database()
    {
        string key;
        await using (var backend = await StartAsync())
        {
            var user = backend.ClientOf(backend.Backend.CreateUserToken(backend.Backend.OrgId, "user-1"));
            key = (await TestBackend.SendAsync(user, HttpMethod.Post, "/api/keys", """{"name":"CI"}""")).Text("key");
            string[] bodies =
            [
                $$$$"""{"name":"A","transport":"sse","url":"https://a.example","credentials":{"headers":{"Authorization":"Bearer {{{{Secret}}}}"}}}""",
                $$$$"""{"name":"B","transport":"stdio","command":"npx","credentials":{"env":{"TOKEN":"{{{{Secret}}}}"}}}""",
            ];
            foreach (var body in bodies)
            {
                (await backend.PostAsync("/api/mcps", body)).Status.Should().Be(201);
            }

            (await backend.PostAsync("/api/integrations", $$"""{"name":"C","kind":"postgres","connectionString":"postgres://app:{{Secret}}@db/x"}""")).Status.Should().Be(201);
        }

        Bytes().Should().NotContain(Secret).And.NotContain(key).And.Contain("https://a.example");
    }

    [Fact]
    public async Task Credentials_are_used_again_after_a_restart()
    {
        string id;
        await using (var first = await StartAsync())
        {
            id = (await first.PostAsync("/api/mcps", server.Body())).Text("id");
        }

        await using var second = await StartAsync();
        (await second.PostAsync($"/api/mcps/{id}/test", "")).Json.GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Without_its_keys_a_backend_starts_and_refuses_only_what_needs_a_credential()
    {
        string id;
        await using (var first = await StartAsync())
        {
            id = (await first.PostAsync("/api/mcps", server.Body())).Text("id");
        }

        Directory.Delete(Path.Combine(_folder.Path, SecretCipher.KeyFolder), recursive: true);
        await using var second = await StartAsync();

        (await second.PostAsync($"/api/mcps/{id}/test", "")).ShouldBeRefused(422, "CREDENTIALS_UNREADABLE");
        (await second.GetAsync("/api/mcps")).Json[0].GetProperty("hasCredentials").GetBoolean().Should().BeTrue();
        var again = (await second.PostAsync("/api/mcps", server.Body())).Text("id");
        (await second.PostAsync($"/api/mcps/{again}/test", "")).Json.GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options => options.DataDirectory = _folder.Path);

    // Read only after the backend has ended: to close the file of a database in this process would end SQLite's locks on it.
    private string Bytes() =>
        string.Concat(Directory.EnumerateFiles(_folder.Path, "flapjack.db*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
}
