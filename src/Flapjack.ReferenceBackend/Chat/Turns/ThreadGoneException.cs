namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The thread of a running turn was deleted, with its agent.</summary>
internal sealed class ThreadGoneException() : Exception("The thread was deleted with its agent while the agent was answering.");
