using System.Text;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>The end of a text of which no more is kept, and how much of it is gone.</summary>
/// <param name="most">How many characters are kept.</param>
internal sealed class OutputTail(int most)
{
    private readonly StringBuilder _kept = new();

    /// <summary>How many characters are gone.</summary>
    public long LeftOut { get; private set; }

    public void Add(string text)
    {
        _kept.Append(text);
        // It is shortened only now and then, because each time moves what is kept.
        if (_kept.Length > 2 * most)
        {
            Shorten();
        }
    }

    /// <summary>What is kept.</summary>
    public string Take()
    {
        Shorten();
        var text = _kept.ToString();
        _kept.Clear();
        return text;
    }

    private void Shorten()
    {
        var gone = _kept.Length - most;
        if (gone <= 0)
        {
            return;
        }

        // Half of a character of two parts can't be sent.
        gone += char.IsLowSurrogate(_kept[gone]) ? 1 : 0;
        _kept.Remove(0, gone);
        LeftOut += gone;
    }
}
