using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>What a message changes of its agent's configurations, for its turn: JSON objects as they were sent, or null.</summary>
internal sealed record ChatOverrides
{
    /// <summary>The field that turns a feature on or off, in a message and in a configuration.</summary>
    public const string EnabledField = "enabled";

    public JsonElement? Web { get; init; }

    public JsonElement? Memory { get; init; }

    public JsonElement? Plan { get; init; }

    public JsonElement? Computer { get; init; }

    /// <summary>Whether a feature is on: as the message says, or else as the agent's configuration says.</summary>
    /// <param name="overrides">The message's object for the feature.</param>
    /// <param name="configured">What the agent's configuration says.</param>
    /// <remarks>The service documents <c>{"enabled":true}</c> for the computer only. That the other features have the same field is ours.</remarks>
    public static bool IsEnabled(JsonElement? overrides, bool configured) =>
        overrides is { ValueKind: JsonValueKind.Object } sent && sent.TryGetProperty(EnabledField, out var enabled) && enabled.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? enabled.GetBoolean()
            : configured;
}
