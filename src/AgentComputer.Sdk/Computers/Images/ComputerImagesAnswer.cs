using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all images.</summary>
internal sealed record ComputerImagesAnswer
{
    /// <summary>The images.</summary>
    [JsonPropertyName("images")]
    public IReadOnlyList<ComputerImage> Images { get => field ?? []; init; }
}
