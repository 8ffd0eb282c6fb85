using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Whose key the client uses, and for which workspace.</summary>
/// <remarks><c>GET /v1/me</c></remarks>
public record Account
{
    /// <summary>The user's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The user's id at the service for sign-in.</summary>
    [JsonPropertyName("clerk_user_id")]
    public string? ClerkUserId { get; init; }

    /// <summary>The user's email address.</summary>
    [JsonPropertyName("primary_email")]
    public string? PrimaryEmail { get; init; }

    /// <summary>The user's name.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; init; }

    /// <summary>How the client shows who it is, for example by an API key.</summary>
    [JsonPropertyName("auth_method")]
    public string? AuthMethod { get; init; }

    /// <summary>The id of the API key; null without one.</summary>
    [JsonPropertyName("clerk_api_key_id")]
    public string? ClerkApiKeyId { get; init; }

    /// <summary>The id of the workspace that the key belongs to; null for none.</summary>
    [JsonPropertyName("active_org_id")]
    public string? ActiveOrgId { get; init; }

    /// <summary>What the user is in that workspace; null for none.</summary>
    [JsonPropertyName("active_org_role")]
    public string? ActiveOrgRole { get; init; }

    /// <summary>The short name of that workspace; null for none.</summary>
    [JsonPropertyName("active_org_slug")]
    public string? ActiveOrgSlug { get; init; }

    /// <summary>What the workspace pays for; null if the service did not say.</summary>
    [JsonPropertyName("computer_plan")]
    public ComputerPlan? ComputerPlan { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
