namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>Gives up an MCP server that sends too much, or that wants its messages sent elsewhere: the rest of the call is cancelled.</summary>
/// <param name="call">What cancels the call.</param>
internal sealed class McpGuard(CancellationTokenSource call)
{
    /// <summary>How much a server may send altogether until it has told its tools.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private long _received;

    /// <summary>Why the server was given up, in a sentence; null if it was not. The SDK may report another exception, or none.</summary>
    public string? Reason { get; private set; }

    /// <exception cref="IOException">That is more than a server may send.</exception>
    public void CountReceived(int bytes)
    {
        if (Interlocked.Add(ref _received, bytes) > MaxBytes)
        {
            throw GiveUp($"The server sent more than {MaxBytes / (1024 * 1024)} MiB before it had told its tools.");
        }
    }

    /// <returns>What to throw.</returns>
    public IOException GiveUp(string reason)
    {
        Reason ??= reason;
        call.Cancel();
        return new(reason);
    }
}
