using System.Text;

namespace Flapjack.Sdk;

/// <summary>Makes lines of the bytes of one output, which may be cut anywhere.</summary>
/// <param name="output">Which output it is.</param>
/// <param name="lines">Takes the lines.</param>
internal sealed class LineDecoder(ComputerExecOutput output, Queue<ComputerExecLine> lines)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[_decoder.GetCharCount(bytes, flush: false)];
        var text = chars.AsSpan(0, _decoder.GetChars(bytes, chars, flush: false));
        while (text.IndexOf('\n') is >= 0 and var end)
        {
            Append(text[..end]);
            EndLine();
            text = text[(end + 1)..];
        }

        Append(text);
    }

    /// <summary>Nothing follows, or there is a gap: what there is of a line is all of it.</summary>
    public void End()
    {
        var chars = new char[_decoder.GetCharCount([], flush: true)];
        Append(chars.AsSpan(0, _decoder.GetChars([], chars, flush: true)));
        if (_line.Length > 0)
        {
            Deliver(_line.Length, isComplete: false);
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        while (_line.Length + text.Length > ComputerExecLines.LongestLine)
        {
            var fits = ComputerExecLines.LongestLine - _line.Length;
            _line.Append(text[..fits]);
            text = text[fits..];
            // Half a character, and a carriage return that may belong to the end of the line, go with the next piece.
            var last = _line[^1];
            Deliver(char.IsHighSurrogate(last) || last == '\r' ? _line.Length - 1 : _line.Length, isComplete: false);
        }

        _line.Append(text);
    }

    private void EndLine()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        Deliver(_line.Length, isComplete: true);
    }

    private void Deliver(int length, bool isComplete)
    {
        lines.Enqueue(new(output, _line.ToString(0, length), isComplete));
        _line.Remove(0, length);
    }
}
