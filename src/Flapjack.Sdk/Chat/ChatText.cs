using System.Text;

namespace Flapjack.Sdk;

/// <summary>The text of an answer, piece by piece.</summary>
/// <param name="limit">How many characters are kept; the rest is dropped, so that a stream without an end does not fill the memory.</param>
internal sealed class ChatText(int limit)
{
    private readonly StringBuilder _text = new();

    public void Add(ChatEvent item)
    {
        if (item is ChatTokenEvent token && _text.Length < limit)
        {
            _text.Append(token.Delta.AsSpan(0, Math.Min(token.Delta.Length, limit - _text.Length)));
        }
    }

    public override string ToString() => _text.ToString();
}
