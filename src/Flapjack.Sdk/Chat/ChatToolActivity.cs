using System.Text.Json;

namespace Flapjack.Sdk;

/// <summary>A call of a tool during a turn, and what became of it.</summary>
public record ChatToolActivity
{
    /// <summary>The call's id; null if the service told none.</summary>
    public string? Id { get; init; }

    /// <summary>The tool's name; null if the service told none.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments: JSON as text, as the model wrote it; null if the service told none.</summary>
    public string? Arguments { get; init; }

    /// <summary>How many characters of the streamed text came before the call: where a page shows the call within the text.</summary>
    public int TextPosition { get; init; }

    /// <summary>What the agent was told; null if no result came.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Whether the tool ran, or is to run, in your process, and not at the service.</summary>
    public bool IsClientTool { get; init; }

    /// <summary>What went wrong with a tool that ran in your process; null if nothing did. The service does not say whether a tool of its own failed.</summary>
    public ChatToolFailure? Failure { get; init; }
}
