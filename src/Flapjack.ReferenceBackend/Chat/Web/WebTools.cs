using System.Text.Json;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Chat.Web;

/// <summary>
/// Gives an agent the tools of the web, if its configuration <c>{"enabled":true}</c> or the message says so. That the service has tools for search,
/// research, reading and crawling is documented; their names, their arguments and the field <c>enabled</c> are ours. This backend has no web: each tool
/// answers that, so that an app can be tested with an agent that asks for the web.
/// </summary>
internal sealed class WebTools(AgentConfigStore configs) : IToolSource
{
    private const string Config = "web";

    private static readonly JsonElement Query = Parameters("query", "What to look for.");
    private static readonly JsonElement Url = Parameters("url", "The address of the page.");

    private static readonly AgentTool[] Tools =
    [
        Tool("web_search", "Searches the web.", Query),
        Tool("web_research", "Researches a question on the web, and answers with a report.", Query),
        Tool("web_read", "Reads a page of the web.", Url),
        Tool("web_crawl", "Reads a site of the web, page by page.", Url),
    ];

    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        var configured = ChatOverrides.IsEnabled(configs.Get(turn.AgentId, Config), configured: false);
        return Task.FromResult(ChatOverrides.IsEnabled(turn.Overrides.Web, configured) ? new ToolOffer(Tools) : ToolOffer.None);
    }

    private static AgentTool Tool(string name, string description, JsonElement parameters) =>
        new(name, description, parameters, (call, _) => Task.FromResult(ToolOutcome.Error(
            $"{call.Name} is not available locally: this backend does not reach the web. Answer from what you know, and say that you could not look it up. "
            + "The app can offer a tool of its own for it, or a custom tool or an MCP server that reaches the web.")));

    private static JsonElement Parameters(string name, string description) => JsonElement.Parse(
        $$"""{ "type": "object", "required": ["{{name}}"], "properties": { "{{name}}": { "type": "string", "description": "{{description}}" } } }""");
}
