using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.CodeAgents;

public sealed class CodeAgentsTests(PlainBackend backend) : IClassFixture<PlainBackend>
{
    private const string Repo = "https://github.com/acme/app";

    [Fact]
    public async Task A_code_agent_is_created_changed_listed_and_deleted()
    {
        var client = backend.Client;

        var created = await client.CreateCodeAgentAsync(
            new()
            {
                Name = "Bug Fixer",
                Description = "Fixes bugs",
                ModelParams = JsonElement.Parse("""{"effort":"high"}"""),
                DefaultRepoUrl = Repo,
                AutoCreatePr = true,
                OrgId = backend.Backend.OrgId,
            },
            Limit.Token);
        var changed = await client.UpdateCodeAgentAsync(created.Id, new() { Description = null, ModelParams = null, SkipReviewerRequest = true }, Limit.Token);
        var read = await client.GetCodeAgentAsync(created.Id, Limit.Token);
        var listed = await client.ListCodeAgentsAsync(backend.Backend.OrgId, Limit.Token);
        await client.DeleteCodeAgentAsync(created.Id, Limit.Token);

        (created.Name, created.ModelId, created.AutoCreatePr, created.WorkOnCurrentBranch).Should().Be(("Bug Fixer", "auto", true, false));
        created.ModelParams!.Value.GetProperty("effort").GetString().Should().Be("high");
        (changed.Description, changed.ModelParams, changed.SkipReviewerRequest, changed.DefaultRepoUrl).Should().Be((null, null, true, Repo));
        read.SkipReviewerRequest.Should().BeTrue();
        listed.Select(agent => agent.Id).Should().Contain(created.Id);
        await client.Invoking(c => c.GetCodeAgentAsync(created.Id, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }
}
