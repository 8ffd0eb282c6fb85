namespace Flapjack.ReferenceBackend;

/// <summary>How an answer of a <see cref="ScriptedChatModel"/> ended.</summary>
public enum ScriptedEnd
{
    /// <summary>The model said everything.</summary>
    Complete,

    /// <summary>Whoever asked cancelled the answer, or stopped reading it.</summary>
    Cancelled,

    /// <summary>The model failed, as its rule says, or because a function of its rule threw.</summary>
    Failed,
}
