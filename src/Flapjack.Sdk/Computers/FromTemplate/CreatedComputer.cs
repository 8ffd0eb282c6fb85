using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The computer of an agent that was just created from a template.</summary>
/// <remarks><c>POST /api/agents/from-template</c></remarks>
public record CreatedComputer
{
    /// <summary>The agent's id.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The status: bootstrapping for a new computer; ready, error or bootstrapping for a computer that existed already.</summary>
    [JsonPropertyName("status")]
    public ComputerLifecycleStatus Status { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
