namespace Flapjack.Sdk;

/// <summary>How far a turn has come. What a failure says about the turn depends on it.</summary>
internal enum ChatTurnPhase
{
    /// <summary>The thread is being made, so the message was not sent.</summary>
    Beginning,

    /// <summary>The message is being sent, and no event has come.</summary>
    Sending,

    /// <summary>Events have come: the agent has taken the message, and works on it.</summary>
    Answering,
}
