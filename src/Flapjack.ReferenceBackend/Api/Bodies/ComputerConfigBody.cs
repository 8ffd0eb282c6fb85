using System.Text.Json;
using Flapjack.ReferenceBackend.Refusals;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Api.Bodies;

/// <summary>Reads and checks the body of <c>PUT /api/agents/{agentId}/computer</c>. Fields that are absent or null are not to be changed.</summary>
internal static class ComputerConfigBody
{
    private const string Code = "INVALID_COMPUTER_CONFIG";

    public static ComputerConfig Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("INVALID_BODY", "The body must be a JSON object.");
        }

        return new()
        {
            Enabled = ReadEnabled(body),
            Provider = ReadOneOf(body, "provider", "tensorlake", "vercel", "heyvm") is { } provider ? new(provider) : null,
            Mode = ReadOneOf(body, "mode", "ephemeral", "persistent", "custom") is { } mode ? new(mode) : null,
            Scope = ReadOneOf(body, "scope", "thread", "agent") is { } scope ? new(scope) : null,
            SizeClass = ReadOneOf(body, "sizeClass", "small", "medium", "large") is { } size ? new(size) : null,
        };
    }

    private static bool? ReadEnabled(JsonElement body) =>
        !JsonFields.TryGet(body, "enabled", out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refusal.Invalid(Code, "enabled must be true or false.");

    private static string? ReadOneOf(JsonElement body, string name, params string[] values)
    {
        var text = JsonFields.Text(body, name, Code);
        return text is null || values.Contains(text) ? text : throw Refusal.Invalid(Code, $"{name} must be one of {string.Join(", ", values)}.");
    }
}
