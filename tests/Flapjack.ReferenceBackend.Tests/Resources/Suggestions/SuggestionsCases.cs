using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Suggestions;

internal sealed class SuggestionsCases : IResourceCases
{
    private const string All = "GET /api/agents/{agentId}/suggestions";

    public IEnumerable<ThingCase> Things =>
        [new("suggestionId", world => world.CreateAsync("POST /api/agents/{agentId}/suggestions", """{"content":"Be brief."}"""))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/agents/{agentId}/suggestions", """{"content":"Greet people by their names."}""") { Read = All },
        new("PUT /api/agents/{agentId}/suggestions", """{"suggestionId":"{suggestionId}","dismissed":true}""")
        {
            Read = All,
            // The field only says which suggestion is meant; that suggestion then shows the other field.
            Shown = new Dictionary<string, string?> { ["suggestionId"] = "\"dismissed\":true" },
        },
    ];
}
