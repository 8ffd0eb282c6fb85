namespace Flapjack.Sdk;

/// <summary>A text that grows by many small pieces, and whose states can be read while it grows. To keep a state copies nothing.</summary>
internal sealed class GrowingText
{
    private char[] _chars = [];
    private int _length;

    public int Length => _length;

    /// <summary>Adds to the end. The characters of earlier states are never written again, so whoever holds such a state needs no lock.</summary>
    public void Append(string piece)
    {
        var length = checked(_length + piece.Length);
        if (length > _chars.Length)
        {
            // Doubling makes the whole cost of n pieces grow like the length of the text, and not like its square.
            Array.Resize(ref _chars, (int)Math.Min(Math.Max(256L, Math.Max(length, 2L * _chars.Length)), Array.MaxLength));
        }

        piece.CopyTo(_chars.AsSpan(_length));
        _length = length;
    }

    /// <summary>The text as it is now.</summary>
    public TextState Now() => new(_chars, _length);
}
