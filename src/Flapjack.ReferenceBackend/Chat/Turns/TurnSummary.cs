namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>A model's summary of the beginning of a conversation.</summary>
/// <param name="Text">The summary; null if the model gave none.</param>
/// <param name="Covers">The place of the last message that it stands for.</param>
/// <param name="Usage">What the model used for it.</param>
internal sealed record TurnSummary(string? Text, long Covers, TurnUsage Usage);
