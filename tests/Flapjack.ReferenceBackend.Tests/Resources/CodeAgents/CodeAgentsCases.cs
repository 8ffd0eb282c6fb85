using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

internal sealed class CodeAgentsCases : IResourceCases
{
    private const string OneAgent = "GET /api/code-agents/{codeAgentId}";
    private const string OneSession = "GET /api/code-sessions/{codeSessionId}";

    private const string Body = """
        {"name":"Bug Fixer","description":"Fixes bugs","modelId":"m1","modelParams":{"effort":"high"},"defaultRepoUrl":"https://github.com/acme/app",
        "defaultStartingRef":"main","autoCreatePr":true,"workOnCurrentBranch":true,"skipReviewerRequest":true,"preamble":"Be brief."}
        """;

    public IEnumerable<ThingCase> Things =>
    [
        new("codeAgentId", world => world.CreateAsync("POST /api/code-agents", """{"name":"Old","defaultRepoUrl":"https://github.com/acme/old"}""")),
        new("codeSessionId", world => world.CreateAsync("POST /api/code-sessions", """{"codeAgentId":"{codeAgentId}","prompt":"Look around."}""")),
    ];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/code-agents", Body.TrimEnd('}') + ",\"orgId\":\"{orgId}\"}") { Read = OneAgent },
        new("PATCH /api/code-agents/{codeAgentId}", Body) { Read = OneAgent },
        new(
            "POST /api/code-sessions",
            """{"codeAgentId":"{codeAgentId}","prompt":"Fix it.","title":"A fix","repoUrl":"https://github.com/acme/api","startingRef":"dev","modelId":"m2","cursorApiKey":"crsr_1234"}""")
        {
            Read = OneSession,
            Shown = new Dictionary<string, string?> { ["cursorApiKey"] = null },
        },
        new("PATCH /api/code-sessions/{codeSessionId}", """{"title":"Another fix"}""") { Read = OneSession },
        new("POST /api/code-sessions/{codeSessionId}/messages", """{"prompt":"And the tests."}""")
        {
            Read = OneSession + "/events",
            Shown = new Dictionary<string, string?> { ["prompt"] = "\"data\":{\"prompt\":\"And the tests.\"}" },
        },
    ];
}
