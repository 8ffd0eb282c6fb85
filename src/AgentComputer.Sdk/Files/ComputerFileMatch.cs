using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A line that a search found.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/files/ops</c></remarks>
public record ComputerFileMatch
{
    /// <summary>The file's path relative to the workspace.</summary>
    [JsonPropertyName("path")]
    public string Path { get => WorkspacePath.RelativeOf(field ?? ""); init; }

    /// <summary>The file's absolute path on the computer.</summary>
    [JsonIgnore]
    public string AbsolutePath => WorkspacePath.OfAnswer(Path);

    /// <summary>The number of the line; the first line of a file is 1.</summary>
    [JsonPropertyName("line")]
    public int Line { get; init; }

    /// <summary>What matched. While the computer is stopped it is the whole line, while it runs only the part that matched first.</summary>
    [JsonPropertyName("match")]
    public string Match { get => field ?? ""; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
