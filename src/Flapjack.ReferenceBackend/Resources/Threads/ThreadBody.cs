using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Threads;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>Reads and checks the bodies of <c>/api/threads</c> and of what is below it.</summary>
internal static class ThreadBody
{
    // The contract knows no limits. These keep a text that is meant for a list from being a book.
    private const int MaxTitle = 200;
    private const int MaxProfile = 200;
    private const int MaxUserId = 200;

    private const string BlankLine = "\n\n";

    public static ThreadDocument Create(BodyReader body) => new()
    {
        AgentId = body.RequiredUuid("agentId", "INVALID_AGENT_ID"),
        Title = Title(body),
        Kind = body.OneOf("kind", "INVALID_KIND", ThreadKinds.Single, ThreadKinds.Multiplayer) ?? ThreadKinds.Single,
        ResourceBindings = body.JsonArray("resourceBindings", "INVALID_RESOURCE_BINDINGS"),
        ActiveProfile = ActiveProfile(body),
        SystemPromptOverlay = SystemPromptOverlay(body),
    };

    /// <summary>The fields that were sent. Null empties each of them.</summary>
    public static JsonObject Patch(BodyReader body) =>
        body.Sent(("title", Title), ("activeProfile", ActiveProfile), ("systemPromptOverlay", SystemPromptOverlay));

    /// <summary>The id of the participant who is added or removed: the app's own id of the person, and so any text.</summary>
    public static string UserId(BodyReader body) => body.RequiredText("userId", "INVALID_USER_ID", MaxUserId);

    /// <summary>The state of the thread's computer: any object, because the contract is silent about its fields.</summary>
    public static JsonElement Computer(BodyReader body) => body.WholeBody("INVALID_BODY");

    private static string? Title(BodyReader body) => body.Text("title", "INVALID_TITLE", MaxTitle);

    // The contract does not say that it must be a profile of the agent, whose profiles may change later.
    private static string? ActiveProfile(BodyReader body) => body.Text("activeProfile", "INVALID_ACTIVE_PROFILE", MaxProfile);

    private static string? SystemPromptOverlay(BodyReader body)
    {
        const string Name = "systemPromptOverlay";
        const string Code = "INVALID_SYSTEM_PROMPT_OVERLAY";
        return body.Json(Name, Code)?.ValueKind switch
        {
            null => null,
            JsonValueKind.String => body.Text(Name, Code),
            JsonValueKind.Array => string.Join(BlankLine, body.Texts(Name, Code)!),
            _ => throw Refusal.Invalid(Code, $"{Name} must be a string or an array of strings."),
        };
    }
}
