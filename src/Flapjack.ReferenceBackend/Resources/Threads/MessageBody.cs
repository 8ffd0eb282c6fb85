using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Chat.Turns;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>Reads and checks the body of <c>POST /api/threads/{threadId}/messages</c>.</summary>
internal static partial class MessageBody
{
    private const string InvalidTools = "INVALID_TOOLS";
    private const string InvalidResults = "INVALID_TOOL_RESULTS";

    // The contract knows no limits, so these are ours.
    private const int MaxTools = 128;
    private const int MaxModel = 200;
    private const int MaxSender = 200;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static TurnRequest Read(BodyReader body)
    {
        var content = body.Text("content", "INVALID_CONTENT");
        var tools = Tools(body);
        var results = Results(body);
        var request = new TurnRequest
        {
            Content = content,
            Tools = tools,
            ToolResults = results,
            Model = NotBlank(body.Text("modelOverride", "INVALID_MODEL_OVERRIDE", MaxModel)),
            Overrides = new()
            {
                Web = Overrides(body, "webOverrides", "INVALID_WEB_OVERRIDES"),
                Memory = Overrides(body, "memoryOverrides", "INVALID_MEMORY_OVERRIDES", MemoryFields.Read),
                Plan = Overrides(body, "planOverrides", "INVALID_PLAN_OVERRIDES"),
                Computer = Overrides(body, "computerOverrides", "INVALID_COMPUTER_OVERRIDES"),
            },
            ResourceBindings = body.JsonArray("resourceBindings", "INVALID_RESOURCE_BINDINGS") is { } bindings ? [.. bindings.EnumerateArray()] : null,
            AnthropicOverrides = body.JsonObject("anthropicOverrides", "INVALID_ANTHROPIC_OVERRIDES"),
            FallbackModels = Anthropic(body),
            OpenAIOverrides = body.JsonObject("openaiOverrides", "INVALID_OPENAI_OVERRIDES"),
            SenderId = NotBlank(body.Text("senderId", "INVALID_SENDER_ID", MaxSender)),
            BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(body.WholeBody("INVALID_BODY").GetRawText())),
        };
        return !string.IsNullOrWhiteSpace(content) ? request
            : content is null && results.Count > 0 ? request
            : throw Refusal.Invalid("INVALID_CONTENT", "content is required, unless there are toolResults, and must not be blank.");
    }

    private static List<ClientTool>? Tools(BodyReader body)
    {
        var tools = body.Objects("tools", InvalidTools, "an array of {name, description, parameters}", "an object with the string name", Tool);
        if (tools.Count > MaxTools)
        {
            throw Refusal.Invalid(InvalidTools, $"tools must have at most {MaxTools} items.");
        }

        if (tools.GroupBy(tool => tool.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Refusal.Invalid(InvalidTools, $"tools names '{twice.Key}' twice.");
        }

        return body.JsonArray("tools", InvalidTools) is null ? null : tools;
    }

    private static ClientTool Tool(BodyReader item, string place)
    {
        var description = item.Text("description", InvalidTools);
        var parameters = item.JsonObject("parameters", InvalidTools);
        var name = item.RequiredText("name", InvalidTools);
        return ToolName().IsMatch(name)
            ? new(name, description ?? "", parameters ?? NoParameters)
            : throw Refusal.Invalid(InvalidTools, $"{place}.name must have 1 to 64 letters, digits, underscores and hyphens of ASCII; models accept no other names.");
    }

    private static List<ClientToolResult> Results(BodyReader body)
    {
        var results = body.Objects("toolResults", InvalidResults, "an array of {toolCallId, result}", "an object with the string toolCallId", Result);
        return results.GroupBy(result => result.ToolCallId).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw Refusal.Invalid(InvalidResults, $"toolResults answers the call '{twice.Key}' twice.")
            : results;
    }

    private static ClientToolResult Result(BodyReader item, string place)
    {
        var result = item.Json("result", InvalidResults);
        return new(item.RequiredText("toolCallId", InvalidResults, StoredToolCall.MaxIdLength), result ?? JsonElement.Parse("null"));
    }

    // A blank name names nobody: it would be asked as a model, or counted as a user.
    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <param name="body">The body.</param>
    /// <param name="name">The field.</param>
    /// <param name="code">The code of a value that is no object, or whose <c>enabled</c> is neither true nor false.</param>
    /// <param name="check">Checks the fields of the object; null for a feature that can only be turned on and off.</param>
    private static JsonElement? Overrides(BodyReader body, string name, string code, Func<BodyReader, object>? check = null)
    {
        // A wrong field is refused here, because a feature that a caller wanted off must not stay on in silence.
        _ = body.Object(name, code, "an object", check ?? (fields => fields.Flag(ChatOverrides.EnabledField, code) ?? (object)fields));
        return body.JsonObject(name, code);
    }

    private static IReadOnlyList<string> Anthropic(BodyReader body)
    {
        const string Code = "INVALID_ANTHROPIC_OVERRIDES";
        IReadOnlyList<string>? fallbacks = null;
        _ = body.Object("anthropicOverrides", Code, "an object", overrides =>
        {
            fallbacks = overrides.Texts("fallbackModels", Code, MaxModel);
            return overrides;
        });
        return fallbacks ?? [];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ToolName();
}
