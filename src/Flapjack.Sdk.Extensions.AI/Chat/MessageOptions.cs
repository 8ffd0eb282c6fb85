using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Chat;

/// <summary>Puts the options of a request into those of a message.</summary>
internal static class MessageOptions
{
    /// <exception cref="NotSupportedException">An option is set that the service has no field for.</exception>
    /// <exception cref="ArgumentException">The options of the message have tools, and so has the request.</exception>
    public static SendMessageOptions Of(ChatOptions? options, FlapjackChatClientOptions settings, IChatClient client)
    {
        var message = settings.Message ?? new();
        if (options is null)
        {
            return message;
        }

        message = options.RawRepresentationFactory?.Invoke(client) as SendMessageOptions ?? message;
        if (!settings.IgnoreUnsupportedOptions && Unsupported(options).ToArray() is { Length: > 0 } unsupported)
        {
            throw new NotSupportedException(
                $"A message to a thread has no field for {string.Join(", ", unsupported)}. Nothing was sent. Configure the agent or the thread, or set FlapjackChatClientOptions.IgnoreUnsupportedOptions.");
        }

        return message with { ModelOverride = options.ModelId ?? message.ModelOverride, Tools = ToolsOf(options, message) };
    }

    private static IReadOnlyList<ChatTool>? ToolsOf(ChatOptions options, SendMessageOptions message)
    {
        // A tool that the request forbids is not offered. The agent's own tools are not the request's to forbid.
        AIFunctionDeclaration[] functions = options.ToolMode is NoneChatToolMode ? [] : [.. (options.Tools ?? []).OfType<AIFunctionDeclaration>()];
        if (functions.Length == 0)
        {
            return message.Tools;
        }

        return message.Tools is null && message.OnToolCall is null
            ? [.. functions.Select(ClientFunction.Declare)]
            : throw new ArgumentException("The SendMessageOptions of the chat client have Tools or OnToolCall, and the request has ChatOptions.Tools. Give the tools in one of both ways.", nameof(options));
    }

    private static IEnumerable<string> Unsupported(ChatOptions options)
    {
        (bool IsSet, string Name)[] all =
        [
            (!string.IsNullOrWhiteSpace(options.Instructions), nameof(options.Instructions)),
            (options.Temperature is not null, nameof(options.Temperature)),
            (options.TopP is not null, nameof(options.TopP)),
            (options.TopK is not null, nameof(options.TopK)),
            (options.FrequencyPenalty is not null, nameof(options.FrequencyPenalty)),
            (options.PresencePenalty is not null, nameof(options.PresencePenalty)),
            (options.Seed is not null, nameof(options.Seed)),
            (options.MaxOutputTokens is not null, nameof(options.MaxOutputTokens)),
            (options.StopSequences is { Count: > 0 }, nameof(options.StopSequences)),
            (options.ResponseFormat is not null and not ChatResponseFormatText, nameof(options.ResponseFormat)),
            (options.Reasoning is { Effort: not null } or { Output: not null }, nameof(options.Reasoning)),
            (options.ToolMode is RequiredChatToolMode, nameof(options.ToolMode)),
            (options.AllowMultipleToolCalls == false, nameof(options.AllowMultipleToolCalls)),
        ];
        return all.Where(option => option.IsSet).Select(option => $"ChatOptions.{option.Name}")
            .Concat((options.Tools ?? []).Where(tool => tool is not AIFunctionDeclaration).Select(tool => $"the tool '{tool.Name}', which is no function"));
    }
}
