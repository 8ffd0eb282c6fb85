using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What to change in a computer.</summary>
/// <remarks><c>PATCH /v1/computers/{computerId}</c></remarks>
public record UpdateComputerRequest
{
    /// <summary>Its new name, for people.</summary>
    [JsonPropertyName("display_name")]
    public required string DisplayName { get; init; }
}
