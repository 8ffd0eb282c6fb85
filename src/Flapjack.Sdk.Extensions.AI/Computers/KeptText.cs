using System.Globalization;
using System.Text;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>What a model is told of one output of a command: all of it, or its beginning and its end.</summary>
/// <param name="maxLength">How many characters are kept.</param>
internal sealed class KeptText(int maxLength)
{
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private long _behindHead;

    /// <summary>Whether something is left out.</summary>
    public bool IsCut => _behindHead > MaxTail;

    private int MaxTail => maxLength - (maxLength / 2);

    public void Add(string text)
    {
        var room = _behindHead > 0 ? 0 : (maxLength / 2) - _head.Length;
        var fits = Math.Min(text.Length, room);
        _head.Append(text, 0, fits);
        _tail.Append(text, fits, text.Length - fits);
        _behindHead += text.Length - fits;
        // Cut seldom, because each cut moves the tail.
        if (_tail.Length > 4 * maxLength)
        {
            _tail.Remove(0, _tail.Length - MaxTail);
        }
    }

    /// <summary>What was kept; if something is left out, a line between the beginning and the end says how much.</summary>
    public override string ToString()
    {
        if (!IsCut)
        {
            return ShellText.Whole($"{_head}{_tail}");
        }

        var (head, tail) = (_head.ToString(), _tail.ToString(_tail.Length - MaxTail, MaxTail));
        // Half a character at the cut is left out too.
        head = char.IsHighSurrogate(head[^1]) ? head[..^1] : head;
        tail = char.IsLowSurrogate(tail[0]) ? tail[1..] : tail;
        var leftOut = _head.Length + _behindHead - head.Length - tail.Length;
        return ShellText.Whole(string.Create(
            CultureInfo.InvariantCulture, $"{head}\n[{leftOut} characters are left out here. Write the output to a file, and read the parts that you need.]\n{tail}"));
    }
}
