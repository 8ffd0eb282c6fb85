namespace Flapjack.ReferenceBackend.Chat.Threads;

/// <summary>How many people talk in a thread.</summary>
internal static class ThreadKinds
{
    /// <summary>One person. It is the kind of a thread whose creation names none.</summary>
    public const string Single = "single";

    /// <summary>Several people, who are the thread's participants.</summary>
    public const string Multiplayer = "multiplayer";
}
