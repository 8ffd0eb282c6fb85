using System.Buffers;
using System.Runtime.CompilerServices;

namespace Shared.Wire.Streaming;

/// <summary>
/// Reads Server-Sent Events off a stream of bytes, exactly by the WHATWG rules, an event as soon as its last byte is there.
/// Bytes that are not UTF-8 pass as they are: the code that makes text of them decides what to do.
/// </summary>
internal sealed class SseReader : IDisposable
{
#pragma warning disable CA2213 // The caller owns the body.
    private readonly Stream _body;
#pragma warning restore CA2213
    private readonly SseLineBuffer _lines;
    private readonly SseFrame _frame;
    private readonly ArrayBufferWriter<byte> _lastEventId = new();
    private bool _delivered;

    /// <param name="body">The stream, which is not disposed here.</param>
    /// <param name="maxFrameBytes">How large a frame may be, from its first field to the end of the line before the blank line.</param>
    /// <param name="limitName">What the caller raises to read larger frames, for messages.</param>
    /// <param name="redact">Takes out of a text what no exception may show; null if there is nothing to take out.</param>
    public SseReader(Stream body, int maxFrameBytes, string limitName = "the limit", Func<string, string>? redact = null)
    {
        _body = body;
        _lines = new(maxFrameBytes, limitName, redact ?? (text => text));
        _frame = new(_lines);
    }

    /// <summary>
    /// Whether a read of no bytes waits until the body has some, or returns at once. A body that refuses such a read, or answers it as if it had ended,
    /// is only read with space for bytes.
    /// </summary>
    public bool TakesEmptyReads { get; init; }

    /// <summary>The current event's type, "message" when none was named; valid until the next <see cref="ReadAsync"/>.</summary>
    public ReadOnlySpan<byte> EventType => _frame.Type;

    /// <summary>The current event's data, its lines joined by LF; valid until the next <see cref="ReadAsync"/>.</summary>
    public ReadOnlySpan<byte> Data => _frame.Data;

    /// <summary>The latest id. It holds until a frame brings another id, even a frame without data; empty if there is no id.</summary>
    public ReadOnlySpan<byte> LastEventId => _lastEventId.WrittenSpan;

    /// <summary>Whether the current event brought an id of its own.</summary>
    public bool HasId => _frame.HasId;

    /// <summary>How long the service asks to wait before a reconnection; null as long as it did not ask.</summary>
    public TimeSpan? Retry => _frame.Retry;

    /// <summary>Advances to the next event if all of it is in the buffer; otherwise false, and <see cref="ReadAsync"/> goes on.</summary>
    /// <exception cref="WireProtocolException">A frame is larger than the limit.</exception>
    public bool TryRead()
    {
        if (_delivered)
        {
            // The frame is kept after a call that threw, so that the rest of the frame does not pass for a whole frame.
            _frame.Forget();
            _delivered = false;
        }

        return TryReadBuffered();
    }

    /// <summary>Advances to the next event; false at the end of the stream (an incomplete last event is dropped).</summary>
    /// <exception cref="WireProtocolException">A frame is larger than the limit.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        // After a cancellation no event is delivered, even if it is in the buffer.
        cancellationToken.ThrowIfCancellationRequested();
        return TryRead() ? new(true) : ReadOnAsync(cancellationToken);
    }

    public void Dispose() => _lines.Dispose();

    // The builder is pooled, because on a quiet stream every event suspends here once.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        do
        {
            if (TakesEmptyReads && _lines.IsQuiet)
            {
                // A thousand quiet streams then hold no arrays.
                await _body.ReadAsync(_lines.Rest(), cancellationToken).ConfigureAwait(false);
                _lines.EndWait();
            }

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
