using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An agent to create together with its computer.</summary>
/// <remarks><c>POST /api/agents/from-template</c></remarks>
public record CreateAgentFromTemplateRequest
{
    /// <summary>The agent's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What the computer is set up with.</summary>
    [JsonPropertyName("template")]
    public required ComputerTemplate Template { get; init; }

    /// <summary>A repository to clone onto the computer; null for none.</summary>
    [JsonPropertyName("repo")]
    public ComputerRepo? Repo { get; init; }

    /// <summary>Environment variables of every command on the computer; null for none.</summary>
    [JsonPropertyName("envVars")]
    public IReadOnlyList<ComputerEnvVar>? EnvVars { get; init; }

    /// <summary>How large the computer is; null for the service's default, medium.</summary>
    [JsonPropertyName("sizeClass")]
    public ComputerSizeClass? SizeClass { get; init; }

    /// <summary>Where lifecycle events are posted: a public https URL, never an IP address or localhost. Null for none.</summary>
    [JsonPropertyName("webhookUrl")]
    public string? WebhookUrl { get; init; }

    /// <summary>Your own id of the app that this agent is for. It makes the call idempotent: the same id gives the same agent. If it is null, each
    /// call makes a new agent, and the request is sent again only if it provably never arrived.</summary>
    /// <remarks>1 to 255 characters, not all blanks. It is sent in the body, and as the header <c>Idempotency-Key</c> too if a header can carry it unchanged: ASCII, no blanks at its ends.</remarks>
    [JsonPropertyName("externalAppId")]
    public string? ExternalAppId { get; init; }
}
