namespace Shared.Connect;

/// <summary>What arrived is not what the Connect protocol allows, or is larger than the receiver takes.</summary>
/// <param name="code">The code with which a server refuses it: one of <see cref="ConnectCodes"/>.</param>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">The cause, if there is one.</param>
internal sealed class BadMessageException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Code => code;
}
