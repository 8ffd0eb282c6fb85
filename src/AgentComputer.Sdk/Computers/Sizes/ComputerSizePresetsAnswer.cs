using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all presets.</summary>
internal sealed record ComputerSizePresetsAnswer
{
    /// <summary>The presets.</summary>
    [JsonPropertyName("presets")]
    public IReadOnlyList<ComputerSizePreset> Presets { get => field ?? []; init; }
}
