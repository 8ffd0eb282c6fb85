namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>Gives up an MCP server that sends too much, or that wants its messages sent elsewhere: what it is asked for is cancelled, and nothing more is asked.</summary>
/// <param name="connection">What cancels all calls of the connection.</param>
internal sealed class McpGuard(CancellationTokenSource connection)
{
    /// <summary>How much a server may send until it has done what it was asked for last.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private long _received;
    private volatile string _asked = "told its tools";
    private volatile string? _reason;

    /// <summary>Why the server was given up, in a sentence; null if it was not. The SDK may report another exception, or none.</summary>
    public string? Reason => _reason;

    /// <summary>The server is asked for something again, and may send that much again.</summary>
    /// <param name="asked">What the server has not done before it has answered, for example <c>answered the call</c>.</param>
    public void Ask(string asked)
    {
        _asked = asked;
        Interlocked.Exchange(ref _received, 0);
    }

    /// <exception cref="IOException">That is more than a server may send.</exception>
    public void CountReceived(int bytes)
    {
        if (Interlocked.Add(ref _received, bytes) > MaxBytes)
        {
            throw GiveUp($"The server sent more than {MaxBytes / (1024 * 1024)} MiB before it had {_asked}.");
        }
    }

    /// <summary>Why a request failed, in a sentence without secrets.</summary>
    public string Explain(Exception failure) => _reason ?? McpFailures.Describe(failure, _asked);

    /// <returns>What to throw.</returns>
    public IOException GiveUp(string reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
        connection.Cancel();
        return new(reason);
    }
}
