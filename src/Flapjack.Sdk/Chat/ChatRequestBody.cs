using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The wire form of a message, or of the results of tools, with its <see cref="SendMessageOptions"/>.</summary>
internal sealed record ChatRequestBody
{
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    [JsonPropertyName("tools")]
    public IReadOnlyList<ChatTool>? Tools { get; init; }

    [JsonPropertyName("toolResults")]
    public IReadOnlyList<ToolResult>? ToolResults { get; init; }

    [JsonPropertyName("modelOverride")]
    public string? ModelOverride { get; init; }

    [JsonPropertyName("webOverrides")]
    public JsonElement? WebOverrides { get; init; }

    [JsonPropertyName("memoryOverrides")]
    public JsonElement? MemoryOverrides { get; init; }

    [JsonPropertyName("planOverrides")]
    public JsonElement? PlanOverrides { get; init; }

    [JsonPropertyName("computerOverrides")]
    public ComputerOverrides? ComputerOverrides { get; init; }

    [JsonPropertyName("resourceBindings")]
    public IReadOnlyList<JsonElement>? ResourceBindings { get; init; }

    [JsonPropertyName("anthropicOverrides")]
    public AnthropicOverrides? AnthropicOverrides { get; init; }

    [JsonPropertyName("openaiOverrides")]
    public OpenAIOverrides? OpenAIOverrides { get; init; }

    [JsonPropertyName("senderId")]
    public string? SenderId { get; init; }

    /// <exception cref="ArgumentException">The service could not take the message as it is.</exception>
    public static ChatRequestBody Of(string content, SendMessageOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(content);
        OutgoingText.CheckField(content, nameof(content), nameof(content));
        return From(options) with { Content = content };
    }

    /// <exception cref="ArgumentException">The service could not take the results as they are.</exception>
    public static ChatRequestBody Of(IReadOnlyList<ToolResult> results, SendMessageOptions options)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0 || results.Any(result => result is null || string.IsNullOrWhiteSpace(result.ToolCallId)))
        {
            throw new ArgumentException("results must hold a result for each call, and each must name its call in ToolCallId.", nameof(results));
        }

        if (results.DistinctBy(result => result.ToolCallId, StringComparer.Ordinal).Count() < results.Count)
        {
            throw new ArgumentException("results must not hold two results with the same ToolCallId.", nameof(results));
        }

        foreach (var result in results)
        {
            OutgoingText.CheckField(result.ToolCallId, nameof(ToolResult.ToolCallId), nameof(results));
            OutgoingText.CheckAll(result.Result, nameof(results));
        }

        return From(options).Answering([.. results]);
    }

    /// <summary>The same tools and overrides with the results of tools: the service keeps neither from one request to the next.</summary>
    public ChatRequestBody Answering(IReadOnlyList<ToolResult> results) => this with { Content = null, ToolResults = results };

    // The lists are copied, because the body is sent later and maybe more than once.
    private static ChatRequestBody From(SendMessageOptions options) => new()
    {
        Tools = options.Tools is { } tools ? [.. tools] : null,
        ModelOverride = options.ModelOverride,
        WebOverrides = options.WebOverrides,
        MemoryOverrides = options.MemoryOverrides,
        PlanOverrides = options.PlanOverrides,
        ComputerOverrides = options.ComputerOverrides,
        ResourceBindings = options.ResourceBindings is { } bindings ? [.. bindings] : null,
        AnthropicOverrides = options.AnthropicOverrides is { FallbackModels: { } models } claude ? claude with { FallbackModels = [.. models] } : options.AnthropicOverrides,
        OpenAIOverrides = options.OpenAIOverrides,
        SenderId = options.SenderId,
    };
}
