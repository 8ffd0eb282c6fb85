namespace Flapjack.Sdk;

/// <summary>Whose message it is, in a <see cref="ChatSession"/>.</summary>
public enum ChatSessionRole
{
    /// <summary>The user's own text.</summary>
    User,

    /// <summary>The agent's answer.</summary>
    Assistant,

    /// <summary>Something that happened, shown as an icon and a label: <see cref="ChatSessionMessage.SystemMessage"/>.</summary>
    System,
}
