using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Names the workspace that gets a computer.</summary>
internal sealed record TransferComputerBody
{
    /// <summary>The id of the workspace.</summary>
    [JsonPropertyName("target_org_id")]
    public required string TargetOrgId { get; init; }
}
