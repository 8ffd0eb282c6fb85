namespace LocalComputers.Shells;

/// <summary>A queue of pieces. The oldest and the newest piece can be changed in place.</summary>
internal sealed class OutputPieces
{
    private OutputPiece[] _pieces = new OutputPiece[64];
    private int _oldest;

    public int Count { get; private set; }

    public ref OutputPiece Oldest => ref _pieces[_oldest];

    public ref OutputPiece Newest => ref _pieces[(_oldest + Count - 1) % _pieces.Length];

    /// <summary>All pieces, in order.</summary>
    public IEnumerable<OutputPiece> OldestFirst => Enumerable.Range(0, Count).Select(index => _pieces[(_oldest + index) % _pieces.Length]);

    public void Add(OutputPiece piece)
    {
        if (Count == _pieces.Length)
        {
            _pieces = [.. _pieces[_oldest..], .. _pieces[.._oldest], .. new OutputPiece[Count]];
            _oldest = 0;
        }

        Count++;
        Newest = piece;
    }

    public void RemoveOldest()
    {
        _oldest = (_oldest + 1) % _pieces.Length;
        Count--;
    }
}
