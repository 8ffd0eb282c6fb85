using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>The cases of the routes of agents that have computers.</summary>
internal sealed class ComputersCases : IResourceCases
{
    // No theory runs a command, so any id of a command will do.
    public IEnumerable<ThingCase> Things => [new("execId", _ => Task.FromResult("exec_" + Guid.NewGuid()))];

    public IEnumerable<WriteCase> Writes =>
    [
        new(
            "POST /api/agents/from-template",
            """
            {"name":"Shop","template":"blank","sizeClass":"small","webhookUrl":"http://127.0.0.1:9/hook","externalAppId":"round trip","envVars":[],
            "repo":{"url":"https://github.com/acme/shop"}}
            """),
        new(
            "PUT /api/agents/{agentId}/computer", """{"enabled":true,"provider":"heyvm","mode":"persistent","scope":"agent","sizeClass":"large"}""")
        {
            Read = "GET /api/agents/{agentId}/computer",
        },
        // The agent has no computer.
        new("POST /api/agents/{agentId}/computer/exec", """{"command":"true","timeoutSec":5,"workingDir":"/workspace"}""") { Status = 409 },
    ];
}
