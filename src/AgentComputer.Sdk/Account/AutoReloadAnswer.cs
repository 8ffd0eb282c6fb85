using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of the preferences.</summary>
internal sealed record AutoReloadAnswer
{
    /// <summary>The preferences.</summary>
    [JsonPropertyName("auto_reload")]
    public AutoReload AutoReload { get => field ?? new(); init; }
}
