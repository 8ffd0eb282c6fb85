using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>An agent created from a template, or found again by its external app id.</summary>
/// <remarks><c>POST /api/agents/from-template</c></remarks>
public record CreateAgentFromTemplateResponse : IJsonOnDeserialized
{
    private CreatedComputer? _computer;

    /// <summary>The agent.</summary>
    [JsonPropertyName("agent")]
    public Agent Agent { get => field ?? new(); init; }

    /// <summary>Its computer.</summary>
    [JsonPropertyName("computer")]
    public CreatedComputer Computer { get => _computer ?? new(); init => _computer = value; }

    /// <summary>The bootstrap run that sets the computer up; follow it with <see cref="FlapjackClient.StreamBootstrapAsync"/>.</summary>
    [JsonPropertyName("bootstrapRunId")]
    public string? BootstrapRunId { get; init; }

    /// <summary>The template in use.</summary>
    [JsonPropertyName("template")]
    public ComputerTemplate Template { get; init; }

    /// <summary>
    /// True when the agent was there already, under the same external app id. Its computer was not made anew either, unless it had failed or
    /// was destroyed: then this call has begun a new bootstrap. <see cref="Computer"/> is in status <c>bootstrapping</c> then, and
    /// <see cref="BootstrapRunId"/> names a new run.
    /// </summary>
    [JsonPropertyName("idempotent")]
    public bool Idempotent { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        var unknown = AdditionalProperties;
        _computer = OlderName.Take("sandbox", _computer, ComputersJson.Default.CreatedComputer, ref unknown);
        AdditionalProperties = unknown;
    }
}
