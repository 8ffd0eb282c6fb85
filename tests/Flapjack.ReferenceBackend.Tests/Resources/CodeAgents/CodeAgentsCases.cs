using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

internal sealed class CodeAgentsCases : IResourceCases
{
    private const string OneAgent = "GET /api/code-agents/{codeAgentId}";
    private const string OneSession = "GET /api/code-sessions/{codeSessionId}";

    private const string Body = """
        {"name":"Bug Fixer","description":"Fixes bugs","modelId":"m1","modelParams":{"effort":"high"},"defaultRepoUrl":"https://github.com/acme/new",
        "defaultStartingRef":"main","autoCreatePr":true,"workOnCurrentBranch":true,"skipReviewerRequest":true,"preamble":"Be brief."}
        """;

    public IEnumerable<ThingCase> Things =>
    [
        new("codeAgentId", world => world.CreateAsync("POST /api/code-agents", """{"name":"Old","defaultRepoUrl":"https://github.com/acme/app"}""")),
        new("codeSessionId", FinishedSessionAsync),
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
            // There is no such repository.
            IsSettled = session => session.GetProperty("status").GetString() == "error",
        },
        new("PATCH /api/code-sessions/{codeSessionId}", """{"title":"Another fix"}""") { Read = OneSession },
        new("POST /api/code-sessions/{codeSessionId}/messages", """{"prompt":"And the tests."}""")
        {
            Read = OneSession + "/events",
            Shown = new Dictionary<string, string?> { ["prompt"] = "\"data\":{\"prompt\":\"And the tests.\"}" },
            IsSettled = events => events.EnumerateArray().Count(happened => happened.GetProperty("data").GetRawText() == """{"status":"finished"}""") == 2,
        },
    ];

    /// <summary>Gives a backend a coder that does nothing, and one of the two repositories that the cases name.</summary>
    public static void Configure(FlapjackBackendOptions options, LocalRepository repository)
    {
        repository.Rewrite(options);
        options.RepositoryRewrites["https://github.com/acme/api"] = "/nowhere";
        options.Coder = new() { Command = "true" };
    }

    // The theories compare what they read before and after a request, so nothing else may change the session meanwhile.
    private static async Task<string> FinishedSessionAsync(OrgWorld world)
    {
        var id = await world.CreateAsync("POST /api/code-sessions", """{"codeAgentId":"{codeAgentId}","prompt":"Look around.","repoUrl":"https://github.com/acme/app"}""");
        await Eventually.HoldsAsync(
            async () => (await TestBackend.SendAsync(world.Client, HttpMethod.Get, "/api/code-sessions/" + id)).Text("status") == "finished", "the coder does nothing");
        return id;
    }
}
