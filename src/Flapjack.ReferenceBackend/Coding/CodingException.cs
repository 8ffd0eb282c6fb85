namespace Flapjack.ReferenceBackend.Coding;

/// <summary>A session can't go on, and this is what its timeline says. The message names no place of the host.</summary>
internal sealed class CodingException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public SessionError Error { get; } = new(code, message);
}
