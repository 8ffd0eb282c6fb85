using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Agents;

internal sealed class AgentsCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [new("agentId", MakeAsync)];

    private static async Task<string> MakeAsync(OrgWorld world)
    {
        var answer = await world.SendAsync("POST /api/agents/from-template", """{"template":"blank"}""");
        answer.Status.Should().Be(201, answer.Body);
        return answer.Text("agent", "id");
    }
}
