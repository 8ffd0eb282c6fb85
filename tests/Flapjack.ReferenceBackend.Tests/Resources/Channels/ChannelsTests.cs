using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Channels;

public sealed class ChannelsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Secret = "123456:a-token-of-telegram";

    private static readonly string[] Fields = ["id", "org_id", "agent_id", "adapter", "name", "enabled", "created_at", "updated_at", "has_credentials", "unavailable_reason"];

    [Theory]
    [InlineData("telegram")]
    [InlineData("slack")]
    [InlineData("whatsapp")]
    public async Task A_channel_is_created_and_listed(string adapter)
    {
        var path = await PathAsync();

        var created = await backend.PostAsync(path, $$"""{"adapter":"{{adapter}}"}""");

        created.Status.Should().Be(201, created.Body);
        created.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        created.Text("adapter").Should().Be(adapter);
        created.Body.Should().Contain("\"name\":null,\"enabled\":true").And.Contain("\"has_credentials\":false");
        created.Text("unavailable_reason").Should().Be("Not available locally: this backend connects to no messenger, so the agent gets no messages on this channel.");
        (await backend.GetAsync(path)).Body.Should().Be($"[{created.Body}]");
    }

    [Fact]
    public async Task Credentials_are_stored_and_never_answered()
    {
        var path = await PathAsync();

        var created = await backend.PostAsync(path, $$$"""{"adapter":"telegram","credentials":{"token":"{{{Secret}}}"}}""");
        var changed = await PatchAsync(path, created, $$$"""{"credentials":{"token":"{{{Secret}}}2"}}""");
        var list = await backend.GetAsync(path);

        changed.Status.Should().Be(200, changed.Body);
        new[] { created, changed, list }.Should().AllSatisfy(answer =>
            answer.Body.Should().Contain("\"has_credentials\":true").And.NotContain(Secret).And.NotContain("\"credentials\""));
    }

    [Fact]
    public async Task The_file_of_the_store_does_not_tell_a_credential()
    {
        using var folder = new TempFolder();
        await using (var kept = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            var created = await kept.PostAsync(
                $"/api/agents/{await kept.CreateBareAgentAsync()}/channels", $$$"""{"adapter":"telegram","credentials":{"token":"{{{Secret}}}"}}""");
            created.Status.Should().Be(201, created.Body);
        }

        var files = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        files.Should().NotBeEmpty().And.NotContain(text => text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_credential_is_not_repeated()
    {
        var answer = await backend.PostAsync(await PathAsync(), $$"""{"adapter":"telegram","credentials":"{{Secret}}"}""");

        answer.ShouldBeRefused(400, "INVALID_CREDENTIALS");
        answer.Body.Should().NotContain(Secret);
    }

    [Fact]
    public async Task A_channel_is_changed_and_deleted()
    {
        var path = await PathAsync();
        var created = await backend.PostAsync(path, """{"adapter":"slack","name":"Old","credentials":{"token":"t"}}""");

        var changed = await PatchAsync(path, created, """{"name":null,"enabled":false}""");
        var deleted = await backend.DeleteAsync($"{path}/{created.Text("id")}");

        changed.Body.Should().Contain("\"name\":null,\"enabled\":false").And.Contain("\"has_credentials\":true");
        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.GetAsync(path)).Body.Should().Be("[]");
        (await backend.DeleteAsync($"{path}/{created.Text("id")}")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_channel_of_another_agent_is_not_found()
    {
        var (mine, other) = (await PathAsync(), await PathAsync());
        var channel = await backend.PostAsync(other, """{"adapter":"slack"}""");

        var answers = new[]
        {
            await PatchAsync(mine, channel, "{}"), await backend.DeleteAsync($"{mine}/{channel.Text("id")}"), await backend.GetAsync($"{mine}/{channel.Text("id")}/contacts"),
        };

        answers.Should().AllSatisfy(answer => answer.ShouldBeRefused(404, "NOT_FOUND"));
        (await backend.GetAsync(other)).Body.Should().Be($"[{channel.Body}]");
    }

    [Fact]
    public async Task A_channel_has_no_contacts()
    {
        var path = await PathAsync();
        var channel = await backend.PostAsync(path, """{"adapter":"slack"}""");

        (await backend.GetAsync($"{path}/{channel.Text("id")}/contacts")).Body.Should().Be("[]");
    }

    [Theory]
    [InlineData("POST", "{}", "INVALID_ADAPTER")]
    [InlineData("POST", """{"adapter":"email"}""", "INVALID_ADAPTER")]
    [InlineData("POST", """{"adapter":"slack","name":7}""", "INVALID_NAME")]
    [InlineData("POST", """{"adapter":"slack","enabled":"yes"}""", "INVALID_ENABLED")]
    [InlineData("PATCH", """{"enabled":null}""", "INVALID_ENABLED")]
    [InlineData("PATCH", """{"credentials":null}""", "INVALID_CREDENTIALS")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string method, string body, string code)
    {
        var path = await PathAsync();
        var before = await backend.PostAsync(path, """{"adapter":"slack","credentials":{"token":"t"}}""");

        var answer = method == "POST" ? await backend.PostAsync(path, body) : await PatchAsync(path, before, body);

        answer.ShouldBeRefused(400, code);
        (await backend.GetAsync(path)).Body.Should().Be($"[{before.Body}]");
    }

    private async Task<string> PathAsync() => $"/api/agents/{await backend.CreateBareAgentAsync()}/channels";

    private Task<HttpAnswer> PatchAsync(string path, HttpAnswer channel, string body) =>
        TestBackend.SendAsync(backend.Client, HttpMethod.Patch, $"{path}/{channel.Text("id")}", body);
}
