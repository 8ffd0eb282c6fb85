using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.AgentConfigs;

internal sealed class AgentConfigsCases : IResourceCases
{
    private const string Anything = """{"any":{"thing":[1.50,null,"x"]}}""";

    // The last four are objects without documented fields.
    public IEnumerable<WriteCase> Writes =>
    [
        Of(
            "memory",
            """
            {"enabled":true,"autoCollect":false,"autoInject":false,"injectCount":7,"maxMemories":70,"agentScope":false,"threadScope":false,"resourceScope":false}
            """),
        Of(
            "compaction",
            """
            {"enabled":true,"anthropicTriggerTokens":60000,"anthropicInstructions":"Keep the code.","anthropicPauseAfter":true,"openaiCompactThreshold":2000}
            """),
        Of("credentials", """{"enabled":true,"resolverUrl":"https://app.example.com/keys","timeoutMs":3000}"""),
        Of("scheduled-tasks", """{"enabled":true}"""),
        Of("web", Anything),
        Of("plan", Anything),
        Of("multiplayer", Anything),
        Of("delegated", Anything),
    ];

    private static WriteCase Of(string config, string body) =>
        new($"PUT /api/agents/{{agentId}}/{config}", body) { Read = $"GET /api/agents/{{agentId}}/{config}" };
}
