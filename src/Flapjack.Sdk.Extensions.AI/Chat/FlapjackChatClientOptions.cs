using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI;

/// <summary>How an <see cref="IChatClient"/> sends messages to its thread.</summary>
public record FlapjackChatClientOptions
{
    /// <summary>
    /// How each message is sent, for example with <see cref="SendMessageOptions.ComputerOverrides"/>; null for the defaults. For a single request,
    /// <see cref="ChatOptions.RawRepresentationFactory"/> may return <see cref="SendMessageOptions"/> that take its place.
    /// <see cref="SendMessageOptions.IdempotencyKey"/> can be set only there, because a key belongs to one message; the results of functions are sent
    /// without it.
    /// </summary>
    public SendMessageOptions? Message { get; init; }

    /// <summary>
    /// Whether an option of <see cref="ChatOptions"/> that the service has no field for is left out. The default is false: it is a
    /// <see cref="NotSupportedException"/> that names the option. These are <c>Instructions</c>, <c>Temperature</c>, <c>TopP</c>, <c>TopK</c>,
    /// <c>FrequencyPenalty</c>, <c>PresencePenalty</c>, <c>Seed</c>, <c>MaxOutputTokens</c>, <c>StopSequences</c>, a <c>ResponseFormat</c> of JSON,
    /// <c>Reasoning</c>, a <c>ToolMode</c> that requires a call, <c>AllowMultipleToolCalls = false</c>, and tools that are no functions.
    /// </summary>
    public bool IgnoreUnsupportedOptions { get; init; }

    internal FlapjackChatClientOptions Checked() => Message?.IdempotencyKey is null
        ? this
        : throw new ArgumentException(
            "options.Message.IdempotencyKey would be the key of every message. Return it for one request from ChatOptions.RawRepresentationFactory.", "options");
}
