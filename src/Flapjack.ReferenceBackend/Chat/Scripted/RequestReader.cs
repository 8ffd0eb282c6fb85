using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Usage;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>Makes an unchanging snapshot of what a model is asked.</summary>
internal static class RequestReader
{
    public static ScriptedRequest Read(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var system = new List<string>();
        var conversation = new List<ScriptedMessage>();
        var toolOf = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            system.Add(options.Instructions);
        }

        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System)
            {
                system.Add(message.Text);
                continue;
            }

            conversation.Add(Read(message, toolOf));
        }

        var systemText = string.Join("\n\n", system);
        var last = conversation.FindLastIndex(message => message.Role == "user");
        return new()
        {
            ModelId = options?.ModelId,
            SystemText = systemText,
            Messages = conversation,
            Tools = [.. (options?.Tools ?? []).Select(tool => tool.Name)],
            Text = last < 0 ? "" : conversation[last].Text,
            Results = ResultsOf(conversation[(last + 1)..]),
            CredentialSource = options?.AdditionalProperties?.GetValueOrDefault(ChatModels.SourceProperty) as string ?? KeySource.Platform,
            IsCompaction = CompactionPrompt.IsAsked(systemText),
        };
    }

    private static ScriptedMessage Read(ChatMessage message, Dictionary<string, string> toolOf)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().Select(ScriptedCall.Of).ToArray();
        foreach (var call in calls)
        {
            toolOf[call.Id!] = call.Tool;
        }

        var results = message.Contents.OfType<FunctionResultContent>()
            .Select(result => new ScriptedResult(result.CallId, toolOf.GetValueOrDefault(result.CallId, ""), ValueOf(result.Result)));
        return new(message.Role.Value, message.Text, calls, [.. results]);
    }

    /// <summary>A result for each call, in the order of the calls.</summary>
    private static ScriptedResult[] ResultsOf(List<ScriptedMessage> turn)
    {
        var answered = turn.SelectMany(message => message.Results).GroupBy(result => result.CallId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return [.. turn.SelectMany(message => message.Calls).Select(call => answered.GetValueOrDefault(call.Id!) ?? new(call.Id!, call.Tool, ValueOf(null)))];
    }

    private static JsonElement ValueOf(object? result) => result is JsonElement json ? json.Clone() : JsonSerializer.SerializeToElement(result);
}
