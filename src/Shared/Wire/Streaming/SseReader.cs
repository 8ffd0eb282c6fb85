using System.Buffers;
using System.Runtime.CompilerServices;

namespace Shared.Wire.Streaming;

/// <summary>
/// Reads Server-Sent Events off a stream of bytes, exactly by the WHATWG rules, an event as soon as its last byte is there.
/// Bytes that are not UTF-8 pass as they are: whoever makes text of them decides.
/// </summary>
internal sealed class SseReader : IDisposable
{
#pragma warning disable CA2213 // the body stays the caller's
    private readonly Stream _body;
#pragma warning restore CA2213
    private readonly SseLineBuffer _lines;
    private readonly SseFrame _frame;
    private readonly ArrayBufferWriter<byte> _lastEventId = new();
    private bool _delivered;

    /// <param name="body">The stream, which is not disposed here.</param>
    /// <param name="maxFrameBytes">How large a frame may be, from its first field to the line end before its blank line.</param>
    /// <param name="limitName">What the caller raises to read larger frames, for messages.</param>
    /// <param name="redact">Takes out of a text what no exception may show; null if there is nothing to take out.</param>
    public SseReader(Stream body, int maxFrameBytes, string limitName = "the limit", Func<string, string>? redact = null)
    {
        _body = body;
        _lines = new(maxFrameBytes, limitName, redact ?? (text => text));
        _frame = new(_lines);
    }

    /// <summary>The current event's type, "message" when none was named; valid until the next <see cref="ReadAsync"/>.</summary>
    public ReadOnlySpan<byte> EventType => _frame.Type;

    /// <summary>The current event's data, its lines joined by LF; valid until the next <see cref="ReadAsync"/>.</summary>
    public ReadOnlySpan<byte> Data => _frame.Data;

    /// <summary>The latest id, which stands until a frame brings another, even one without data; empty when there is none.</summary>
    public ReadOnlySpan<byte> LastEventId => _lastEventId.WrittenSpan;

    /// <summary>Whether the current event brought an id of its own.</summary>
    public bool HasId => _frame.HasId;

    /// <summary>How long the service asks to wait before a reconnection; null as long as it did not ask.</summary>
    public TimeSpan? Retry => _frame.Retry;

    /// <summary>Advances to the next event; false at the end of the stream (an incomplete last event is dropped).</summary>
    /// <exception cref="WireProtocolException">A frame is larger than the limit.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        // Also when the next event is in the buffer: nothing is delivered after a cancellation.
        cancellationToken.ThrowIfCancellationRequested();
        if (_delivered)
        {
            // Not after a call that threw: the rest of a frame must not pass for a frame.
            _frame.Forget();
            _delivered = false;
        }

        return TryReadBuffered() ? new(true) : ReadOnAsync(cancellationToken);
    }

    public void Dispose() => _lines.Dispose();

    // Pooled: on a quiet stream every event suspends here once.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        do
        {
            var count = await _body.ReadAsync(_lines.LendSpace(), cancellationToken).ConfigureAwait(false);
            _lines.Append(count);
            if (count == 0)
            {
                return false;
            }
        }
        while (!TryReadBuffered());

        return true;
    }

    private bool TryReadBuffered()
    {
        while (_lines.TryTakeLine(out var line))
        {
            if (!line.Start.Equals(line.End))
            {
                _frame.AddLine(line);
            }
            else if (EndFrame())
            {
                return true;
            }
        }

        return false;
    }

    private bool EndFrame()
    {
        if (_frame.HasId)
        {
            _lastEventId.ResetWrittenCount();
            _lastEventId.Write(_frame.Id);
        }

        _delivered = _frame.IsEvent;
        if (!_delivered)
        {
            _frame.Forget();
        }

        return _delivered;
    }
}
