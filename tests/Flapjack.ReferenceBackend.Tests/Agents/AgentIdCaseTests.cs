using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>An agent's id is a UUID, which is the same in upper and in lower case.</summary>
public sealed class AgentIdCaseTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task Every_route_finds_the_agent_by_its_id_in_upper_case()
    {
        var agent = await backend.CreateReadyAgentAsync();
        var upper = agent.ToUpperInvariant();

        var status = await backend.GetAsync($"/api/agents/{upper}/computer/status");
        var config = await backend.GetAsync($"/api/agents/{upper}/computer");
        var instances = await backend.GetAsync($"/api/agents/{upper}/computer-instances");
        var bootstrap = await backend.ReadBootstrapAsync(upper);
        var ran = await backend.RunAsync(upper, "echo here");
        var audit = await backend.Backend.ReadAuditLogAsync(upper);
        await backend.Backend.Computers.StopAsync(upper);
        var deleted = await backend.DeleteAsync($"/api/agents/{upper}");

        (status.Status, config.Status, instances.Status, deleted.Status).Should().Be((200, 200, 200, 204));
        bootstrap[^1].Event.Should().Be("done");
        ran.Stdout.Should().Be("here\n");
        instances.Json[0].GetProperty("agentId").GetString().Should().Be(agent, "it is told as it was given");
        audit.Should().NotBeEmpty().And.OnlyContain(row => row.AgentId == agent);
        (await backend.GetAsync($"/api/agents/{agent}/computer/status")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_bootstrap_is_resumed_by_its_id_in_upper_case()
    {
        var agent = await backend.CreateReadyAgentAsync();
        var all = await backend.ReadBootstrapAsync(agent);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/agents/{agent}/computer/bootstrap/stream");
        request.Headers.Add("Last-Event-ID", all[^2].Id.ToUpperInvariant());
        using var stream = await SseStream.OpenAsync(backend.Client, request);
        var rest = await stream.ReadFramesAsync();

        rest.Should().ContainSingle().Which.Text.Should().Be(all[^1].Text);
    }

    [Theory]
    [InlineData("{{{0}}}")]
    [InlineData("({0})")]
    [InlineData("urn:uuid:{0}")]
    [InlineData("%20{0}")]
    [InlineData("{0}%0a")]
    public async Task No_other_spelling_is_the_id(string spelling)
    {
        var agent = await backend.CreateReadyAgentAsync();

        var answer = await backend.GetAsync($"/api/agents/{string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, agent)}/computer/status");
        var bare = await backend.GetAsync($"/api/agents/{agent.Replace("-", "", StringComparison.Ordinal)}/computer/status");

        answer.ShouldBeRefused(404, "NOT_FOUND");
        bare.ShouldBeRefused(404, "NOT_FOUND");
    }
}
