using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a thread. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/threads/{threadId}</c></remarks>
public record UpdateThreadRequest
{
    /// <summary>The new title; null leaves the title as it is.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The agent's tool profile that the thread uses from now on; assign null for none.</summary>
    [JsonPropertyName("activeProfile")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> ActiveProfile { get; init; }

    /// <summary>
    /// What the agent is told in this thread besides its own system prompt: <c>new("a text")</c> or <c>new(["a text", "another text"])</c>; assign null
    /// for nothing.
    /// </summary>
    [JsonPropertyName("systemPromptOverlay")]
    [JsonConverter(typeof(OptionalConverter<SystemPromptOverlay?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<SystemPromptOverlay?> SystemPromptOverlay { get; init; }
}
