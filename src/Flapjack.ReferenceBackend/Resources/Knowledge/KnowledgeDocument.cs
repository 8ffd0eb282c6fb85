using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>A document as a list shows it.</summary>
internal sealed record KnowledgeDocument
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>The name of the file that was uploaded.</summary>
    [JsonPropertyName("source_ref")]
    public required string SourceRef { get; init; }

    [JsonPropertyName("chunk_count")]
    public required int ChunkCount { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }
}
