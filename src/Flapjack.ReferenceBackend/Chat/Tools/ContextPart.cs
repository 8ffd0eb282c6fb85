namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>What the model is told besides the conversation.</summary>
/// <param name="Text">The text, with a heading that tells the model what it is.</param>
/// <param name="ChunkIds">The chunks of documents that are in the text; they are kept with the answer.</param>
internal sealed record ContextPart(string Text, IReadOnlyList<long> ChunkIds);
