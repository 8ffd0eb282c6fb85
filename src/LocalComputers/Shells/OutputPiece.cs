namespace LocalComputers.Shells;

/// <summary>Of which output a piece is, and how long, in four bytes.</summary>
internal readonly struct OutputPiece(OutputKind kind, int length)
{
    private readonly int _packed = (length << 1) | (int)kind;

    public OutputKind Kind => (OutputKind)(_packed & 1);

    public int Length => _packed >> 1;
}
