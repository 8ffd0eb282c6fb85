using LocalComputers.Shells;

namespace LocalComputers.Programs;

/// <summary>Passes what a program writes on to everybody who reads it now, and keeps the last of it for readers that come later.</summary>
/// <param name="isTerminal">Whether the program writes to a terminal.</param>
/// <param name="keptBytes">How much is kept for later readers; 0 for nothing.</param>
internal sealed class ProgramOutput(bool isTerminal, int keptBytes) : IShellOutput
{
    private const int LongestPiece = 32 * 1024;

    private readonly Lock _lock = new();
    private readonly List<ProgramReader> _readers = [];
    private readonly ProgramHistory _history = new(keptBytes);
    private TaskCompletionSource _room = NewRoom();
    private bool _hasEnded;

    public bool IsText => false;

    /// <summary>Adds a reader, which gets all that the program writes from now on.</summary>
    /// <param name="replay">Whether the reader first gets what is kept of the output so far; the reader tells how much is missing before that.</param>
    public ProgramReader Attach(bool replay)
    {
        var reader = new ProgramReader(this);
        // In one step, so that no byte lies between what is kept and what comes, and none comes twice.
        lock (_lock)
        {
            if (replay)
            {
                var (kept, missing) = _history.Read();
                reader.Replay(kept.Select(piece => new ProgramPiece(StreamOf(piece.Kind), piece.Bytes)), missing);
            }

            if (_hasEnded)
            {
                reader.End();
            }
            else
            {
                _readers.Add(reader);
            }
        }

        return reader;
    }

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        var stream = StreamOf(kind);
        lock (_lock)
        {
            _history.Add(kind, bytes);
            while (_readers.Count > 0 && !bytes.IsEmpty)
            {
                var piece = new ProgramPiece(stream, bytes[..Math.Min(bytes.Length, LongestPiece)].ToArray());
                bytes = bytes[piece.Bytes.Length..];
                _readers.ForEach(reader => reader.Add(piece));
            }
        }
    }

    /// <summary>Waits until every reader has room for more.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (FullReader() is { } room)
        {
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that the program has ended, and nothing more comes.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _readers.ForEach(reader => reader.End());
            _readers.Clear();
        }
    }

    /// <summary>Drops what is kept for later readers. They are told that it is missing.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _history.Forget();
        }
    }

    internal void MadeRoom()
    {
        lock (_lock)
        {
            _room.TrySetResult();
            _room = NewRoom();
        }
    }

    internal void Leave(ProgramReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
        }

        MadeRoom();
    }

    private ProgramStream StreamOf(OutputKind kind) => isTerminal ? ProgramStream.Terminal : kind == OutputKind.Stderr ? ProgramStream.Error : ProgramStream.Output;

    // What to wait for while a reader is full; null if none is.
    private Task? FullReader()
    {
        lock (_lock)
        {
            return _readers.Exists(reader => reader.IsFull) ? _room.Task : null;
        }
    }

    private static TaskCompletionSource NewRoom() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
