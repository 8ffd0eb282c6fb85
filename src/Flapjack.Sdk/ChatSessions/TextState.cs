namespace Flapjack.Sdk;

/// <summary>A text at one moment of its growth. It becomes a string when it is read for the first time, because most states never are.</summary>
internal sealed class TextState : IEquatable<TextState>
{
    private readonly int _length;
    private volatile char[]? _chars;
    private volatile string? _text;

    public TextState(char[] chars, int length) => (_chars, _length) = (chars, length);

    public TextState(string text) => (_text, _length) = (text, text.Length);

    public static TextState Empty { get; } = new("");

    public override string ToString()
    {
        if (_text is { } text)
        {
            return text;
        }

        // Two readers may both make the string; the strings are equal. The characters are given up last, when the string is there.
        var made = _chars is { } chars ? new string(chars, 0, _length) : _text!;
        _text = made;
        _chars = null;
        return made;
    }

    public bool Equals(TextState? other) => other is not null && _length == other._length && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as TextState);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
