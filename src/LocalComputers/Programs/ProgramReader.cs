using System.Threading.Channels;

namespace LocalComputers.Programs;

/// <summary>Gives one reader all that a program writes from the moment on at which the reader came, and before that what is kept, if it asked for it. Disposing leaves.</summary>
/// <remarks>A reader that is slow makes the program wait; it loses nothing. One caller at a time.</remarks>
internal sealed class ProgramReader : IDisposable
{
    // The program waits while more than this is unread. What the program had written already comes on top: a few hundred KiB.
    private const int Room = 256 * 1024;

    private readonly Channel<ProgramPiece> _pieces = Channel.CreateUnbounded<ProgramPiece>(new() { SingleReader = true });
    private readonly ProgramOutput _output;
    private long _unread;

    public ProgramReader(ProgramOutput output) => _output = output;

    /// <summary>Whether the program has to wait for this reader.</summary>
    public bool IsFull => Interlocked.Read(ref _unread) >= Room;

    /// <summary>How many bytes the program had written before the first piece; 0 for a reader that did not ask for what is kept.</summary>
    public long Missing { get; private set; }

    /// <summary>Waits until there is a piece to take; false when the program has ended, and all that it wrote is taken.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _pieces.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the next piece, if it is there.</summary>
    public bool TryTake(out ProgramPiece piece)
    {
        if (!_pieces.Reader.TryRead(out piece))
        {
            return false;
        }

        var length = piece.Bytes.Length;
        var left = Interlocked.Add(ref _unread, -length);
        if (left < Room && left + length >= Room)
        {
            _output.MadeRoom();
        }

        return true;
    }

    public void Dispose() => _output.Leave(this);

    internal void Add(ProgramPiece piece)
    {
        Interlocked.Add(ref _unread, piece.Bytes.Length);
        _pieces.Writer.TryWrite(piece);
    }

    internal void Replay(IEnumerable<ProgramPiece> kept, long missing)
    {
        Missing = missing;
        foreach (var piece in kept)
        {
            Add(piece);
        }
    }

    internal void End() => _pieces.Writer.TryComplete();
}
