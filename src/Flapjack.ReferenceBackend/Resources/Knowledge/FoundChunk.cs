namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>A chunk that a search has found.</summary>
/// <param name="Id">The chunk's id, which no other chunk ever gets.</param>
/// <param name="DocumentId">Its document.</param>
/// <param name="Title">The title of the document.</param>
/// <param name="Position">The chunk's place in the document, from 0.</param>
/// <param name="Text">The chunk.</param>
internal sealed record FoundChunk(long Id, string DocumentId, string Title, int Position, string Text);
