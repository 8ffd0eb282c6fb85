using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>Skills whose content comes from a folder or an address: installed, synchronized and told in a chat, over HTTP.</summary>
public sealed class SkillSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SkillSourceTests()
    {
        Directory.CreateDirectory(_folder["git"]);
        Write("---\nname: git\ndescription: Says why.\n---\nSay why.");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"source":"skill_md","sourceRef":"git"}""")]
    [InlineData("""{"source":"skill_md","sourceUrl":"{folder}/git/SKILL.md"}""")]
    [InlineData("""{"source":"skill_md","sourceUrl":"file://{folder}/git"}""")]
    public async Task A_skill_of_an_allowed_folder_is_told_in_a_chat_and_a_sync_reads_it_again(string body)
    {
        var model = new ScriptedChatModel();
        await using var backend = await ScriptedBackend.StartAsync(model, options => options.SkillSources.Folders.Add(_folder.Path));
        var skill = await backend.Backend.PostAsync("/api/skills", body.Replace("{folder}", _folder.Path));
        (skill.Text("name"), skill.Text("description"), skill.Text("status")).Should().Be(("git", "Says why.", "active"), skill.Body);
        await backend.Backend.PostAsync($"/api/agents/{backend.AgentId}/skills", $$"""{"skillId":"{{skill.Text("id")}}"}""");
        var thread = await backend.CreateThreadAsync();

        await backend.SendAsync(thread, """{"content":"Hi"}""");
        Write("---\nname: git-2\n---\nSay what.");
        var synced = await backend.Backend.PostAsync($"/api/skills/{skill.Text("id")}/sync", "");
        await backend.SendAsync(thread, """{"content":"Hi"}""");

        model.Requests[0].SystemText.Should().StartWith("You cook.\n\nYou have these skills.").And.EndWith("\n\n# Skill: git\nSays why.\n\nSay why.");
        (synced.Text("name"), synced.Text("description")).Should().Be(("git-2", "Says why."), "a description that is gone stays");
        model.Requests[1].SystemText.Should().EndWith("\n\n# Skill: git-2\nSays why.\n\nSay what.");
    }

    [Fact]
    public async Task A_sync_that_can_not_read_keeps_the_content_and_the_skill_is_not_told_until_it_can()
    {
        var model = new ScriptedChatModel();
        await using var backend = await ScriptedBackend.StartAsync(model, options => options.SkillSources.Folders.Add(_folder.Path));
        var skill = (await backend.Backend.PostAsync("/api/skills", """{"source":"skill_md","sourceRef":"git"}""")).Text("id");
        await backend.Backend.PostAsync($"/api/agents/{backend.AgentId}/skills", $$"""{"skillId":"{{skill}}"}""");
        var thread = await backend.CreateThreadAsync();

        Write(new string('x', 100_000));
        var failed = await backend.Backend.PostAsync($"/api/skills/{skill}/sync", "");
        await backend.SendAsync(thread, """{"content":"Hi"}""");
        Write("Say what.");
        var read = await backend.Backend.PostAsync($"/api/skills/{skill}/sync", "");
        await backend.SendAsync(thread, """{"content":"Hi"}""");

        (failed.Status, failed.Text("status"), failed.Text("sync_error")).Should().Be((200, "error", "The content of the skill is larger than 65536 bytes."));
        model.Requests[0].SystemText.Should().Be("You cook.");
        (read.Text("status"), read.Json.GetProperty("sync_error").ValueKind).Should().Be(("active", JsonValueKind.Null));
        model.Requests[1].SystemText.Should().Contain("Say what.");
    }

    [Fact]
    public async Task A_disabled_skill_stays_disabled()
    {
        await using var backend = await TestBackend.StartAsync(options => options.SkillSources.Folders.Add(_folder.Path));
        var skill = (await backend.PostAsync("/api/skills", """{"source":"skill_md","sourceRef":"git"}""")).Text("id");
        backend.Backend.Store().Write(db => db.Execute("UPDATE skills SET document = json_set(document, '$.status', 'disabled') WHERE id = $id", ("$id", skill)));

        (await backend.PostAsync($"/api/skills/{skill}/sync", "")).Text("status").Should().Be("disabled");
    }

    [Theory]
    [InlineData("../secret.md")]
    [InlineData("file://localhost/etc/passwd")]
    [InlineData("file://server/share/SKILL.md")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file://%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("ftp://acme.dev/SKILL.md")]
    public async Task Another_place_is_not_read(string url)
    {
        await using var backend = await TestBackend.StartAsync(options => options.SkillSources.Folders.Add(_folder.Path));

        var skill = await backend.PostAsync("/api/skills", $$"""{"source":"skill_md","sourceUrl":"{{url}}"}""");

        (skill.Status, skill.Text("status")).Should().Be((201, "error"), skill.Body);
        skill.Text("sync_error").Should().NotContain(_folder.Path);
    }

    [Fact]
    public async Task A_skill_of_an_address_is_read_once_it_is_allowed()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) => context.Response.WriteAsync("Say why."));
        await using var backend = await TestBackend.StartAsync(options => (options.SkillSources.AllowUrls, options.AllowLoopbackWebhooks) = (true, true));

        var skill = await backend.PostAsync("/api/skills", $$"""{"source":"skill_md","sourceUrl":"{{server.Url("/git/SKILL.md?token=sesame")}}"}""");

        (skill.Text("name"), skill.Text("status")).Should().Be(("SKILL.md?token=sesame", "active"));
    }

    [Fact]
    public async Task A_skill_that_is_deleted_while_its_source_is_read_is_no_longer_there()
    {
        TestBackend? backend = null;
        await using var server = await WebhookReceiver.StartAsync((context, _) =>
        {
            // This also shows that nobody holds the store while the source is read.
            if (context.Request.Path == "/again")
            {
                backend!.Backend.Store().Write(db => db.Execute("DELETE FROM skills"));
            }

            return context.Response.WriteAsync("Say why.");
        });
        backend = await TestBackend.StartAsync(options => (options.SkillSources.AllowUrls, options.AllowLoopbackWebhooks) = (true, true));
        await using var _ = backend;
        var skill = (await backend.PostAsync("/api/skills", $$"""{"source":"skill_md","sourceUrl":"{{server.Url("/again")}}"}""")).Text("id");

        var synced = await backend.PostAsync($"/api/skills/{skill}/sync", "");

        synced.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task The_same_skill_installed_at_once_is_installed_once()
    {
        await using var backend = await TestBackend.StartAsync(options => options.SkillSources.Folders.Add(_folder.Path));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => backend.PostAsync("/api/skills", """{"source":"skill_md","sourceRef":"git"}""")));

        answers.Select(answer => answer.Status).Order().Should().Equal(201, 422, 422, 422, 422, 422, 422, 422);
    }

    [Theory]
    [InlineData("skills")]
    [InlineData("~/skills")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_folder_that_is_no_absolute_path_is_refused_at_the_start(string? folder)
    {
        var start = () => TestBackend.StartAsync(options => options.SkillSources.Folders.Add(folder!));

        (await start.Should().ThrowAsync<ArgumentException>()).WithMessage("SkillSources.Folders has *");
    }

    private void Write(string content) => File.WriteAllText(_folder["git/SKILL.md"], content);
}
