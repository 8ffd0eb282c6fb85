using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The body of a file operation. A field that is null is not sent.</summary>
/// <param name="Operation">The operation's name on the wire.</param>
/// <param name="Path">An absolute path.</param>
internal sealed record FileOperationBody(
    [property: JsonPropertyName("operation")] string Operation,
    [property: JsonPropertyName("path")] string Path)
{
    [JsonPropertyName("to")]
    public string? To { get; init; }

    [JsonPropertyName("content")]
    public string? Content { get; init; }

    [JsonPropertyName("content_base64")]
    public ReadOnlyMemory<byte>? ContentBase64 { get; init; }

    /// <summary>The permissions as a decimal number.</summary>
    [JsonPropertyName("mode")]
    public int? Mode { get; init; }

    [JsonPropertyName("recursive")]
    public bool? Recursive { get; init; }

    [JsonPropertyName("offset")]
    public long? Offset { get; init; }

    [JsonPropertyName("length")]
    public long? Length { get; init; }

    [JsonPropertyName("edits")]
    public IReadOnlyList<ComputerFileEdit>? Edits { get; init; }

    [JsonPropertyName("set_contents")]
    public string? SetContents { get; init; }

    [JsonPropertyName("pattern")]
    public string? Pattern { get; init; }

    [JsonPropertyName("regex")]
    public bool? Regex { get; init; }

    [JsonPropertyName("case_insensitive")]
    public bool? CaseInsensitive { get; init; }

    [JsonPropertyName("max_matches")]
    public int? MaxMatches { get; init; }
}
