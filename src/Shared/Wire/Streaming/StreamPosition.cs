using System.Buffers.Text;
using System.Text;

namespace Shared.Wire.Streaming;

/// <summary>How far a logical stream has come: the id of its last event. By this id the client notices frames that come twice or are missing.</summary>
internal sealed class StreamPosition
{
    private byte[] _id = new byte[64];
    private int _idLength;
    private long _number;

    /// <param name="lastEventId">The id of the event behind which the stream begins; null for its beginning.</param>
    public StreamPosition(string? lastEventId)
    {
        if (lastEventId is not null)
        {
            MoveTo(Encoding.UTF8.GetBytes(lastEventId));
        }
    }

    /// <summary>The id of the last event; null when there was none.</summary>
    public string? LastEventId => _idLength == 0 ? null : Encoding.UTF8.GetString(_id, 0, _idLength);

    /// <summary>Compares an event's id, <c>n</c> or <c>run:n</c>, with the last one; an event with an id of another form counts as the next.</summary>
    public StreamStep Compare(ReadOnlySpan<byte> id)
    {
        if (!TryReadNumber(id, out var number))
        {
            return StreamStep.Next;
        }

        // The events of another run are counted from 1.
        var expected = IsSameRun(id) ? _number + 1 : 1;
        return number == expected ? StreamStep.Next : number < expected ? StreamStep.Repeated : StreamStep.Missing;
    }

    public void MoveTo(ReadOnlySpan<byte> id)
    {
        if (id.Length > _id.Length)
        {
            _id = new byte[id.Length];
        }

        id.CopyTo(_id);
        _idLength = id.Length;
        TryReadNumber(id, out _number);
    }

    private bool IsSameRun(ReadOnlySpan<byte> id) =>
        _idLength > 0 && RunOf(id).SequenceEqual(RunOf(_id.AsSpan(0, _idLength)));

    private static ReadOnlySpan<byte> RunOf(ReadOnlySpan<byte> id) => id[..(id.LastIndexOf((byte)':') + 1)];

    private static bool TryReadNumber(ReadOnlySpan<byte> id, out long number)
    {
        var digits = id[(id.LastIndexOf((byte)':') + 1)..];
        return Utf8Parser.TryParse(digits, out number, out var read) && read == digits.Length && number > 0;
    }
}
