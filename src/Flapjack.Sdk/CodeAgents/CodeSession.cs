using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// A session of a code agent: one run against a repository, with its prompts. The service documents of its fields only the status; those without a
/// property here are in <see cref="AdditionalProperties"/>.
/// </summary>
/// <remarks><c>GET /api/code-sessions/{codeSessionId}</c></remarks>
public record CodeSession
{
    /// <summary>The session's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>How far the session is; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public CodeSessionStatus? Status { get; init; }

    /// <summary>When it was started; null when the service did not say.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
