namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>A model's summary of the beginning of a conversation.</summary>
/// <param name="Text">The summary.</param>
/// <param name="Covers">The place of the last message that it stands for.</param>
/// <param name="Usage">What the summary took.</param>
internal sealed record TurnSummary(string Text, long Covers, TurnUsage Usage);
