using LocalComputers.Shells;

namespace LocalComputers.Programs;

/// <summary>Passes what a program writes on to everybody who reads it now. What nobody reads is gone.</summary>
internal sealed class ProgramOutput(bool isTerminal) : IShellOutput
{
    private const int LongestPiece = 32 * 1024;

    private readonly Lock _lock = new();
    private readonly List<ProgramReader> _readers = [];
    private TaskCompletionSource _room = NewRoom();
    private bool _hasEnded;

    public bool IsText => false;

    /// <summary>Adds a reader, which gets all that the program writes from now on.</summary>
    public ProgramReader Attach()
    {
        var reader = new ProgramReader(this);
        lock (_lock)
        {
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
        var stream = isTerminal ? ProgramStream.Terminal : kind == OutputKind.Stderr ? ProgramStream.Error : ProgramStream.Output;
        lock (_lock)
        {
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
