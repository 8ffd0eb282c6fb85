using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Agents;

internal sealed class AgentsCases : IResourceCases
{
    private const string One = "GET /api/agents/{agentId}";

    // An agent without a computer costs nothing but its row.
    public IEnumerable<ThingCase> Things => [new("agentId", world => world.CreateAsync("POST /api/agents", """{"name":"Old"}"""))];

    public IEnumerable<WriteCase> Writes =>
    [
        new(
            "POST /api/agents",
            """{"name":"Ada","description":"Counts","stablePreamble":"You count.","defaultModel":"claude-opus-4-7","orgId":"{orgId}"}""") { Read = One },
        new(
            "PATCH /api/agents/{agentId}",
            """
            {"name":"Ada","description":"Counts","stablePreamble":"You count.","defaultModel":"claude-opus-4-7","toolProfiles":{"work":{"tools":["search"]}},
            "defaultProfile":"work","projectId":"{projectId}"}
            """) { Read = One },
    ];
}
