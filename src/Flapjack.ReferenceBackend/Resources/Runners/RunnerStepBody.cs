using Flapjack.ReferenceBackend.Runs;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads and checks the body of <c>POST /api/runners/{runnerId}/steps</c>.</summary>
internal static class RunnerStepBody
{
    private const int MaxName = 200;

    // A step of the kind agent needs no agent: the contract says what counts "when a step names an agent", so a step may name none.
    public static RunnerStepDocument Create(BodyReader body) => new()
    {
        Kind = body.RequiredOneOf("kind", "INVALID_KIND", "agent", "webhook", "condition", "computer"),
        Name = body.Text("name", "INVALID_NAME", MaxName),
        AgentId = body.Uuid("agentId", "INVALID_AGENT_ID"),
        InputMapping = body.Json("inputMapping", "INVALID_INPUT_MAPPING"),
        Config = body.JsonObject("config", "INVALID_CONFIG"),
    };
}
