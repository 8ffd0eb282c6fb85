namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Something that the model is told besides the conversation, without a call of a tool: what the knowledge or the memory has about the message.</summary>
internal interface IContextSource
{
    /// <summary>What fits to the turn's text; null if there is nothing.</summary>
    ContextPart? Find(TurnScope turn);
}
