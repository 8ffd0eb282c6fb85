using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.CodeAgents;

public sealed class CodeAgentsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private const string Repo = "https://github.com/acme/app";

    [Fact]
    public async Task A_code_agent_is_created_changed_listed_and_deleted()
    {
        var client = computer.Client;

        var created = await client.CreateCodeAgentAsync(
            new()
            {
                Name = "Bug Fixer",
                Description = "Fixes bugs",
                ModelParams = JsonElement.Parse("""{"effort":"high"}"""),
                DefaultRepoUrl = Repo,
                AutoCreatePr = true,
                OrgId = computer.Backend.OrgId,
            },
            Limit.Token);
        var changed = await client.UpdateCodeAgentAsync(created.Id, new() { Description = null, ModelParams = null, SkipReviewerRequest = true }, Limit.Token);
        var read = await client.GetCodeAgentAsync(created.Id, Limit.Token);
        var listed = await client.ListCodeAgentsAsync(computer.Backend.OrgId, Limit.Token);
        await client.DeleteCodeAgentAsync(created.Id, Limit.Token);

        (created.Name, created.ModelId, created.AutoCreatePr, created.WorkOnCurrentBranch).Should().Be(("Bug Fixer", "auto", true, false));
        created.ModelParams!.Value.GetProperty("effort").GetString().Should().Be("high");
        (changed.Description, changed.ModelParams, changed.SkipReviewerRequest, changed.DefaultRepoUrl).Should().Be((null, null, true, Repo));
        read.SkipReviewerRequest.Should().BeTrue();
        listed.Select(agent => agent.Id).Should().Contain(created.Id);
        await client.Invoking(c => c.GetCodeAgentAsync(created.Id, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task A_session_is_started_prompted_changed_cancelled_and_archived()
    {
        var client = computer.Client;

        var session = await StartAsync();
        var prompt = await client.SendCodeSessionMessageAsync(session.Id, JsonElement.Parse("""{"prompt":"And the tests."}"""), Limit.Token);
        var titled = await client.UpdateCodeSessionAsync(session.Id, JsonElement.Parse("""{"title":"A fix"}"""), Limit.Token);
        await client.CancelCodeSessionAsync(session.Id, Limit.Token);
        await client.ArchiveCodeSessionAsync(session.Id, Limit.Token);
        var read = await client.GetCodeSessionAsync(session.Id, Limit.Token);
        var events = await client.ListCodeSessionEventsAsync(session.Id, Limit.Token);

        (session.Status, session.AdditionalProperties!["has_cursor_key"].GetBoolean()).Should().Be((CodeSessionStatus.Pending, true));
        prompt.GetProperty("data").GetProperty("prompt").GetString().Should().Be("And the tests.");
        titled.AdditionalProperties!["title"].GetString().Should().Be("A fix");
        (read.Status, read.AdditionalProperties!["has_cursor_key"].GetBoolean()).Should().Be((CodeSessionStatus.Cancelled, false));
        events.Select(happened => happened.GetProperty("type").GetString()).Should().Equal("status", "message", "message", "title", "status", "archived");
        (await client.ListCodeSessionsAsync(Limit.Token)).Select(listed => listed.Id).Should().Contain(session.Id);
    }

    [Fact]
    public async Task A_session_that_has_ended_can_not_be_cancelled()
    {
        var session = await StartAsync();
        await computer.Client.CancelCodeSessionAsync(session.Id, Limit.Token);

        var again = () => computer.Client.CancelCodeSessionAsync(session.Id, Limit.Token);

        (await again.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_SESSION_STATUS");
    }

    private async Task<CodeSession> StartAsync()
    {
        var agent = await computer.Client.CreateCodeAgentAsync(new() { Name = "Bug Fixer", DefaultRepoUrl = Repo }, Limit.Token);
        var body = JsonSerializer.SerializeToElement(new { codeAgentId = agent.Id, prompt = "Fix it.", cursorApiKey = "crsr_1234" });
        return await computer.Client.CreateCodeSessionAsync(body, Limit.Token);
    }
}
