using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>One edit of a text file: every occurrence of a text is replaced.</summary>
/// <param name="Find">The text to find, in upper and lower case as it stands there; not empty.</param>
/// <param name="Replace">The text to put in its place; may be empty.</param>
public record ComputerFileEdit(
    [property: JsonPropertyName("find")] string Find,
    [property: JsonPropertyName("replace")] string Replace);
