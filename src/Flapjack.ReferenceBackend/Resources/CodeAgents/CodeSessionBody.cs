using System.Text.Json.Nodes;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>Reads and checks the bodies of <c>/api/code-sessions</c>. The contract names none of their fields, so all of them are ours.</summary>
/// <param name="CodeAgentId">The code agent.</param>
/// <param name="Prompt">What to do.</param>
/// <param name="Title">The session's name, for people; null for none.</param>
/// <param name="RepoUrl">The repository; null for the code agent's.</param>
/// <param name="StartingRef">The branch, tag or commit; null for the code agent's.</param>
/// <param name="ModelId">The model; null for the code agent's.</param>
/// <param name="CursorKey">The key of Cursor; null for none.</param>
internal sealed record CodeSessionBody(
    string CodeAgentId, string Prompt, string? Title, string? RepoUrl, string? StartingRef, string? ModelId, string? CursorKey)
{
    private const int MaxPrompt = 200_000;
    private const int MaxTitle = 200;
    private const int MaxKey = 1_000;

    public static CodeSessionBody Create(BodyReader body) => new(
        body.RequiredUuid("codeAgentId", "INVALID_CODE_AGENT_ID"),
        ReadPrompt(body),
        ReadTitle(body),
        CodeAgentBody.RepoUrl(body, "repoUrl", "INVALID_REPO_URL"),
        CodeAgentBody.StartingRef(body, "startingRef", "INVALID_STARTING_REF"),
        CodeAgentBody.Model(body),
        body.Text("cursorApiKey", "INVALID_CURSOR_API_KEY", MaxKey));

    public static JsonObject Patch(BodyReader body) => body.Sent(("title", ReadTitle));

    public static string Message(BodyReader body) => ReadPrompt(body);

    // The record itself would print the key.
    public override string ToString() => nameof(CodeSessionBody);

    private static string ReadPrompt(BodyReader body) => body.RequiredText("prompt", "INVALID_PROMPT", MaxPrompt);

    private static string? ReadTitle(BodyReader body) => body.Text("title", "INVALID_TITLE", MaxTitle);
}
