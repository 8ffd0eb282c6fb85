using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests;

public sealed class IdempotentCreateTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task Fifty_creations_for_the_same_app_at_once_give_one_agent()
    {
        using var second = computer.Backend.CreateClient();
        var clients = new[] { computer.Client, second };
        var request = new CreateAgentFromTemplateRequest { Name = "one", Template = ComputerTemplate.Blank, ExternalAppId = "app_one" };

        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => clients[i % 2].CreateAgentFromTemplateAsync(request, Limit.Token)));

        created.Select(response => response.Agent.Id).Distinct().Should().ContainSingle();
        created.Select(response => response.BootstrapRunId).Distinct().Should().ContainSingle();
        created.Should().ContainSingle(response => !response.Idempotent);
        (await computer.Client.WaitUntilComputerReadyAsync(created[0].Agent.Id, Limit.Token)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task Creations_without_an_app_are_agents_of_their_own()
    {
        var request = new CreateAgentFromTemplateRequest { Name = "many", Template = ComputerTemplate.Blank };

        var created = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => computer.Client.CreateAgentFromTemplateAsync(request, Limit.Token)));

        created.Select(response => response.Agent.Id).Should().OnlyHaveUniqueItems();
        created.Should().OnlyContain(response => !response.Idempotent);
    }

    [Fact]
    public async Task A_repeat_tells_how_far_the_first_has_come()
    {
        var request = new CreateAgentFromTemplateRequest { Name = "far", Template = ComputerTemplate.Blank, ExternalAppId = "app_far" };
        var agentId = await computer.Client.CreateReadyAsync(request);

        var repeat = await computer.Client.CreateAgentFromTemplateAsync(request with { Name = "another name" }, Limit.Token);

        repeat.Should().BeEquivalentTo(new
        {
            Agent = new { Id = agentId, Name = "far" },
            Computer = new { Status = ComputerLifecycleStatus.Ready },
            Idempotent = true,
        });
    }
}
