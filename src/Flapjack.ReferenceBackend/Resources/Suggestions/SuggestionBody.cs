using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Resources.Suggestions;

/// <summary>Reads and checks the bodies of <c>/api/agents/{agentId}/suggestions</c>. The contract names none of their fields, so all of them are ours.</summary>
internal static class SuggestionBody
{
    private const int MaxContent = 10_000;

    public static string Create(BodyReader body) => body.RequiredText("content", "INVALID_CONTENT", MaxContent);

    /// <summary>Which suggestion is dismissed, or is not dismissed any more.</summary>
    public static (string SuggestionId, bool Dismissed) Dismissal(BodyReader body) =>
        (body.RequiredUuid("suggestionId", "INVALID_SUGGESTION_ID"), body.RequiredFlag("dismissed", "INVALID_DISMISSED"));
}
