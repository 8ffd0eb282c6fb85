using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of an image.</summary>
internal sealed record ComputerImageAnswer
{
    /// <summary>The image.</summary>
    [JsonPropertyName("image")]
    public ComputerImage Image { get => field ?? new(); init; }
}
