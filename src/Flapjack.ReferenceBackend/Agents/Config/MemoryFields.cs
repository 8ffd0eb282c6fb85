using System.Text.Json.Nodes;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Agents.Config;

/// <summary>Reads and checks changes of <see cref="MemorySettings"/>: the body of <c>PUT /api/agents/{agentId}/memory</c>, and what a message changes for its turn.</summary>
internal static class MemoryFields
{
    // The contract has no limits, so these are ours.
    private const int MaxInjected = 100;
    private const int MaxMemories = 100_000;

    public static JsonObject Read(BodyReader body) => body.Sent(
        ("enabled", read => read.Flag("enabled", "INVALID_ENABLED")),
        ("autoCollect", read => read.Flag("autoCollect", "INVALID_AUTO_COLLECT")),
        ("autoInject", read => read.Flag("autoInject", "INVALID_AUTO_INJECT")),
        ("injectCount", read => read.WholeNumber("injectCount", "INVALID_INJECT_COUNT", 0, MaxInjected)),
        ("maxMemories", read => read.WholeNumber("maxMemories", "INVALID_MAX_MEMORIES", 0, MaxMemories)),
        ("agentScope", read => read.Flag("agentScope", "INVALID_AGENT_SCOPE")),
        ("threadScope", read => read.Flag("threadScope", "INVALID_THREAD_SCOPE")),
        ("resourceScope", read => read.Flag("resourceScope", "INVALID_RESOURCE_SCOPE")));
}
