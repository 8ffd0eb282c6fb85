using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A file or a directory in the workspace of a computer.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/files/ops</c></remarks>
public record ComputerFile
{
    /// <summary>Its path relative to the workspace; <c>.</c> for the workspace itself.</summary>
    [JsonPropertyName("path")]
    public string Path { get => WorkspacePath.RelativeOf(field ?? ""); init; }

    /// <summary>Its absolute path on the computer.</summary>
    [JsonIgnore]
    public string AbsolutePath => WorkspacePath.OfAnswer(Path);

    /// <summary>The last part of its path.</summary>
    [JsonPropertyName("name")]
    public string Name { get => string.IsNullOrEmpty(field) ? AbsolutePath[(AbsolutePath.LastIndexOf('/') + 1)..] : field; init; }

    /// <summary>Whether it is a file or a directory.</summary>
    [JsonPropertyName("type")]
    public ComputerFileType Type { get; init; }

    /// <summary>Its size in bytes. The size of a directory tells nothing: it is 0 while the computer is stopped.</summary>
    [JsonPropertyName("size_bytes")]
    public long SizeBytes { get; init; }

    /// <summary>Its permissions; null when the service did not tell them.</summary>
    [JsonPropertyName("mode")]
    [JsonConverter(typeof(FileModeConverter))]
    public UnixFileMode? Mode { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
