using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An agent created from a template, or found again by its external app id.</summary>
/// <remarks><c>POST /api/agents/from-template</c></remarks>
public record CreateAgentFromTemplateResponse
{
    private CreatedComputer? _computer;

    /// <summary>The agent.</summary>
    [JsonPropertyName("agent")]
    public Agent Agent { get => field ?? new(); init; }

    /// <summary>Its computer.</summary>
    [JsonPropertyName("computer")]
    public CreatedComputer Computer { get => _computer ?? new(); init => _computer = value ?? _computer; }

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

    // The service's older spelling of `computer`; read only, so that it is never sent on.
    [JsonInclude, JsonPropertyName("sandbox")]
    internal CreatedComputer? Sandbox { get => null; init => _computer ??= value; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
