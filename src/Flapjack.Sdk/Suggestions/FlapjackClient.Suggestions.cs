using System.Text.Json;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the suggestions how to improve an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The suggestions; empty when there is none. The reference backend lists dismissed suggestions too.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/suggestions</c></remarks>
    public virtual Task<IReadOnlyList<AgentSuggestion>> ListSuggestionsAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/suggestions", SuggestionsJson.Default.IReadOnlyListAgentSuggestion, cancellationToken);

    /// <summary>Makes a suggestion how to improve an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>content</c>, the text of the
    /// suggestion.</param>
    /// <param name="cancellationToken">Ends the call; the suggestion may have been made.</param>
    /// <returns>The suggestion as it was made.</returns>
    /// <remarks><c>POST /api/agents/{agentId}/suggestions</c></remarks>
    public virtual Task<AgentSuggestion> CreateSuggestionAsync(string agentId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/agents/{agentId}/suggestions", JsonBody.Of(request), SuggestionsJson.Default.AgentSuggestion, cancellationToken);

    /// <summary>Dismisses a suggestion, or takes the dismissal back.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>suggestionId</c> and
    /// <c>dismissed</c>, which is true or false.</param>
    /// <param name="cancellationToken">Ends the call; the suggestion may have been changed.</param>
    /// <returns>The suggestion as it is now.</returns>
    /// <remarks><c>PUT /api/agents/{agentId}/suggestions</c></remarks>
    public virtual Task<AgentSuggestion> UpdateSuggestionAsync(string agentId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/agents/{agentId}/suggestions", JsonBody.Of(request), SuggestionsJson.Default.AgentSuggestion, cancellationToken);
}
