using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The answer to an upload, in which the number of chunks has another name than in a list.</summary>
/// <remarks><c>POST /api/knowledge/upload</c></remarks>
internal sealed record UploadedDocument : KnowledgeDoc
{
    [JsonPropertyName("chunks")]
    public int? Chunks { get; init; }

    public KnowledgeDoc ToDoc() => new()
    {
        Id = Id,
        Title = Title,
        SourceRef = SourceRef,
        ChunkCount = ChunkCount ?? Chunks,
        CreatedAt = CreatedAt,
        AdditionalProperties = AdditionalProperties,
    };
}
