using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A document that agents look things up in. The service has split its text into chunks.</summary>
/// <remarks><c>GET /api/knowledge</c>, <c>POST /api/knowledge/upload</c></remarks>
public record KnowledgeDoc
{
    /// <summary>The document's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its title, for people.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>Where the document comes from, for example the name of its file; null right after the upload, because the service does not tell it then.</summary>
    [JsonPropertyName("source_ref")]
    public string? SourceRef { get; init; }

    /// <summary>Into how many chunks the service has split the document.</summary>
    [JsonPropertyName("chunk_count")]
    public int? ChunkCount { get; init; }

    /// <summary>When it was uploaded; null right after the upload, because the service does not tell it then.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
