using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Mounts;

public sealed class MountsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Body =
        """{"kind":"r2","target_path":"/home/node/mnt","bucket":"b1","access_key_id":"the-key-id","secret_access_key":"the-secret","endpoint":"https://r2.example"}""";

    [Fact]
    public async Task A_mount_is_kept_and_its_operation_says_that_it_is_not_available_locally()
    {
        var id = await backend.CreateAsync();

        var created = await backend.PostAsync($"/v1/computers/{id}/mounts", Body);

        created.Status.Should().Be(202, created.Body);
        created.Text("mount", "state").Should().Be("pending");
        created.Text("operation", "kind").Should().Be("mount.create");
        var ended = await backend.EndedAsync(created);
        ended.GetProperty("status").GetString().Should().Be("failed");
        ended.GetProperty("error_message").GetString().Should().Contain("locally");
        var shown = (await backend.GetAsync($"/v1/computers/{id}/mounts")).Of("mounts")[0];
        var mount = created.Text("mount", "id");
        JsonElement.DeepEquals(shown, JsonElement.Parse(
            $$"""
            {"id":"{{mount}}","computer_id":"{{id}}","kind":"r2","bucket":"b1","target_path":"/home/node/mnt","read_only":false,"vfs_cache_mode":"writes",
            "endpoint":"https://r2.example","region":null,"state":"failed","failure_reason":"{{ended.GetProperty("error_message").GetString()}}",
            "created_at":"{{shown.GetProperty("created_at").GetString()}}","updated_at":"{{shown.GetProperty("updated_at").GetString()}}"}
            """)).Should().BeTrue(shown.GetRawText());
        (await backend.GetAsync($"/v1/computers/{id}")).Of("computer", "failure_reason").ValueKind.Should().Be(JsonValueKind.Null);

        var deleted = await backend.DeleteAsync($"/v1/computers/{id}/mounts/{mount}");

        deleted.Status.Should().Be(202, deleted.Body);
        deleted.Text("mount", "state").Should().Be("deleting");
        await backend.SucceededAsync(deleted);
        (await backend.GetAsync($"/v1/computers/{id}/mounts")).Of("mounts").GetArrayLength().Should().Be(0);
        (await backend.DeleteAsync($"/v1/computers/{id}/mounts/{mount}")).ShouldBeRefused(404, "not_found", mount);
    }

    [Fact]
    public async Task The_secrets_of_a_mount_are_neither_returned_nor_stored()
    {
        using var folder = new TempFolder();
        await using (var other = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            var id = await other.CreateAsync();
            var created = await other.PostAsync($"/v1/computers/{id}/mounts", Body);
            await other.EndedAsync(created);
            (created.Body + (await other.GetAsync($"/v1/computers/{id}/mounts")).Body).Should().NotContainAny("the-key-id", "the-secret");
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Should().NotContainAny("the-key-id", "the-secret");
        }
    }

    [Theory]
    [InlineData("kind", "\"ftp\"")]
    [InlineData("kind", "null")]
    [InlineData("target_path", "\"relative\"")]
    [InlineData("target_path", "\"/home/../etc\"")]
    [InlineData("bucket", "\"\"")]
    [InlineData("access_key_id", "null")]
    [InlineData("secret_access_key", "7")]
    [InlineData("endpoint", "null")]
    [InlineData("endpoint", "\"file:///etc\"")]
    [InlineData("endpoint", "\"https://user:word@r2.example\"")]
    public async Task A_field_that_breaks_a_rule_is_refused_by_its_name(string field, string value)
    {
        var id = await backend.CreateAsync();
        var body = System.Text.Json.Nodes.JsonNode.Parse(Body)!;
        body[field] = System.Text.Json.Nodes.JsonNode.Parse(value);

        (await backend.PostAsync($"/v1/computers/{id}/mounts", body.ToJsonString())).ShouldBeRefused(400, "invalid_request", field);
    }

    [Fact]
    public async Task A_mount_of_google_has_its_endpoint_and_a_computer_must_run()
    {
        var id = await backend.CreateAsync();
        var body = """{"kind":"gcs","target_path":"/mnt","bucket":"b","access_key_id":"k","secret_access_key":"s","region":"eu","read_only":true,"vfs_cache_mode":"full"}""";

        var created = await backend.PostAsync($"/v1/computers/{id}/mounts", body);

        created.Text("mount", "endpoint").Should().Be("https://storage.googleapis.com");
        created.Text("mount", "region").Should().Be("eu");
        created.Text("mount", "vfs_cache_mode").Should().Be("full");
        created.Of("mount", "read_only").GetBoolean().Should().BeTrue();
        await backend.EndedAsync(created);
        await backend.StopAsync(id);
        (await backend.PostAsync($"/v1/computers/{id}/mounts", body)).ShouldBeRefused(409, "computer_not_running", id);
    }
}
