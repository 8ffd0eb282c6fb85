using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The answer of a file operation. The service leaves out what is empty: an empty text, an empty list, zero.</summary>
internal sealed record FileAnswer
{
    [JsonPropertyName("content")]
    public string Content { get => field ?? ""; init; }

    [JsonPropertyName("content_base64")]
    public byte[] ContentBase64 { get => field ?? []; init; }

    [JsonPropertyName("entries")]
    public IReadOnlyList<ComputerFile> Entries { get => field ?? []; init; }

    [JsonPropertyName("stat")]
    public ComputerFile? Stat { get; init; }

    [JsonPropertyName("exists")]
    public bool? Exists { get; init; }

    [JsonPropertyName("version")]
    public long Version { get; init; }

    [JsonPropertyName("matches")]
    public IReadOnlyList<ComputerFileMatch> Matches { get => field ?? []; init; }

    /// <summary>Fields that could not be read. Their values must not count as empty.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
