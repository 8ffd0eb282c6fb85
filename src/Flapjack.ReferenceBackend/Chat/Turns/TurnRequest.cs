using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a caller sends to a thread: a text, or the results of the tools that the agent asked for, or both.</summary>
internal sealed record TurnRequest
{
    /// <summary>What the user wrote; null if the turn only goes on with results.</summary>
    public string? Content { get; init; }

    /// <summary>The step of a run in which the agent answers; null for a chat. Without content the answer goes on from the conversation as it stands.</summary>
    public RunTurn? Run { get; init; }

    /// <summary>The tools that the caller runs; null if the request names none.</summary>
    public IReadOnlyList<ClientTool>? Tools { get; init; }

    public IReadOnlyList<ClientToolResult> ToolResults { get; init; } = [];

    /// <summary>The model that answers this time; null for the agent's own.</summary>
    public string? Model { get; init; }

    public ChatOverrides Overrides { get; init; } = new();

    /// <summary>What the message is about; null for what the thread is about.</summary>
    public IReadOnlyList<JsonElement>? ResourceBindings { get; init; }

    public JsonElement? AnthropicOverrides { get; init; }

    public JsonElement? OpenAIOverrides { get; init; }

    /// <summary>The models that are asked if the first one refuses, in their order.</summary>
    public IReadOnlyList<string> FallbackModels { get; init; } = [];

    /// <summary>The app's own id of the person who wrote; null if nobody said.</summary>
    public string? SenderId { get; init; }

    /// <summary>The hash of the body: another hash under the same key is another message.</summary>
    public byte[] BodyHash { get; init; } = [];

    /// <summary>A repeat of the same key is the same turn; null for a turn of its own.</summary>
    public string? Key { get; init; }
}
