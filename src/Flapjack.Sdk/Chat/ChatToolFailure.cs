using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Why a call of a tool of yours did not bring what the agent asked for. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value as text; null for none.</param>
[JsonConverter(typeof(OpenStringConverter<ChatToolFailure>))]
public readonly record struct ChatToolFailure(string? Value) : IOpenString<ChatToolFailure>
{
    /// <summary>The tool threw an exception. The agent is told its message.</summary>
    public static ChatToolFailure Threw { get; } = new("threw");

    /// <summary>The tool did not end within <see cref="SendMessageOptions.ToolTimeout"/>.</summary>
    public static ChatToolFailure TimedOut { get; } = new("timed_out");

    /// <summary>The tool returned more than <see cref="SendMessageOptions.MaxToolResultLength"/> characters. The agent is told the length and nothing of the text.</summary>
    public static ChatToolFailure TooLong { get; } = new("too_long");

    /// <summary>The tool returned null.</summary>
    public static ChatToolFailure NoResult { get; } = new("no_result");

    /// <summary>The arguments of the model are no JSON. The tool was not called.</summary>
    public static ChatToolFailure InvalidArguments { get; } = new("invalid_arguments");

    /// <summary>The message offered no tool of this name. Nothing was called.</summary>
    public static ChatToolFailure UnknownTool { get; } = new("unknown_tool");

    static ChatToolFailure IOpenString<ChatToolFailure>.From(string value) => new(value);

    /// <summary>The value as text, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
