using System.Text;
using Flapjack.Sdk.Tests.Streaming;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Quotas;

/// <summary>One command of a <see cref="SimulatedService"/>: begins at once, and ends in the way that its text says, or when its reader leaves.</summary>
internal sealed class SimulatedExec(SimulatedTime time, DateTimeOffset endsAt, TimeSpan latency, string command) : ReadOnlyStream
{
    private int _reads;

    public DateTimeOffset EndsAt => endsAt;

    /// <summary>Whether its reader has left.</summary>
    public bool Over { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        switch (_reads++)
        {
            case 0:
                return Encoding.UTF8.GetBytes(Frames.Started, buffer.Span);
            case 1:
                var rest = endsAt + latency - time.GetUtcNow();
                await time.Sleep(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellationToken);
                return command.Contains("cut", StringComparison.Ordinal) ? 0
                    : command.Contains("break", StringComparison.Ordinal) ? throw new IOException("Connection reset by peer")
                    : Encoding.UTF8.GetBytes(command.Contains("error", StringComparison.Ordinal) ? "event: error\ndata: {\"code\":\"LOST\"}\n\n" : Frames.Exit, buffer.Span);
            default:
                return 0;
        }
    }

    protected override void Dispose(bool disposing)
    {
        Over = true;
        base.Dispose(disposing);
    }
}
