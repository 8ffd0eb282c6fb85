namespace Flapjack.Sdk;

/// <summary>A turn of a chat ended without an answer; thrown by <see cref="ChatResult.EnsureAnswered"/> only.</summary>
/// <param name="message">How the turn ended.</param>
/// <param name="result">The whole result.</param>
public class ChatNotAnsweredException(string message, ChatResult result) : FlapjackException(message)
{
    /// <summary>The whole result.</summary>
    public ChatResult Result { get; } = result;
}
