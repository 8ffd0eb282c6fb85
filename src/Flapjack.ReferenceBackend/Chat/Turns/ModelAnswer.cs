using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a model has answered so far.</summary>
internal sealed class ModelAnswer
{
    private readonly System.Text.StringBuilder _text = new();
    private string _half = "";

    public string Text => _text.ToString();

    public List<FunctionCallContent> Calls { get; } = [];

    /// <summary>What the answer has used, also what the models used that failed before another model answered in their place.</summary>
    public TurnUsage Usage { get; set; } = TurnUsage.None;

    /// <summary>What the answer costs, in US dollars; models without a known price add nothing.</summary>
    public decimal CostUsd { get; set; }

    /// <summary>Whether the caller has seen anything of it. From then on no other model can answer in its place.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Adds a token.</summary>
    /// <returns>
    /// What the caller can be told: whole characters. Models cut their text anywhere, and the first half of a character waits for the token with the second
    /// half, because half a character is no text on the wire.
    /// </returns>
    public string Add(string token)
    {
        var text = _half + token;
        _half = text is [.., var last] && char.IsHighSurrogate(last) ? text[^1..] : "";
        text = text[..^_half.Length];
        _text.Append(text);
        return text;
    }
}
