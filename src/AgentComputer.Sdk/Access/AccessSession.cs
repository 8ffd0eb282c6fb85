using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A right to reach a computer for a while. <see cref="ToString"/> shows neither the token nor the address that holds the token.</summary>
/// <remarks><c>GET /v1/computers/{computerId}/access-sessions/{sessionId}</c></remarks>
public record AccessSession
{
    /// <summary>The session's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The computer's id.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>What the session opens.</summary>
    [JsonPropertyName("kind")]
    public AccessSessionKind Kind { get; init; }

    /// <summary>Whether the session can be used.</summary>
    [JsonPropertyName("state")]
    public AccessSessionState State { get; init; }

    /// <summary>The address to open. It holds the token: whoever knows the address has the access.</summary>
    [JsonPropertyName("access_url")]
    public string? AccessUrl { get; init; }

    /// <summary>The address that takes the calls of a session of processes.</summary>
    [JsonPropertyName("connect_url")]
    public string? ConnectUrl { get; init; }

    /// <summary>The token for <see cref="ConnectUrl"/>; null for none. It is a secret.</summary>
    [JsonPropertyName("connect_token")]
    public string? ConnectToken { get; init; }

    /// <summary>When the session was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the session ends.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When somebody deleted the session; null if nobody did.</summary>
    [JsonPropertyName("revoked_at")]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>How the session is spoken to; null if the service did not say.</summary>
    [JsonPropertyName("transport")]
    public AccessTransport? Transport { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Prints the session, and hides what opens it.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", ComputerId = ").Append(ComputerId).Append(", Kind = ").Append(Kind).Append(", State = ").Append(State)
            .Append(", AccessUrl = ").Append(Hidden.Of(AccessUrl)).Append(", ConnectUrl = ").Append(ConnectUrl?.Split('?')[0])
            .Append(", ConnectToken = ").Append(Hidden.Of(ConnectToken)).Append(", ExpiresAt = ").Append(ExpiresAt);
        return true;
    }
}
