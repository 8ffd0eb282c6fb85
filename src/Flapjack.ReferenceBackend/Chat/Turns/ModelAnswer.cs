using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a model has answered so far.</summary>
internal sealed class ModelAnswer
{
    private readonly System.Text.StringBuilder _text = new();

    public string Text => _text.ToString();

    public List<FunctionCallContent> Calls { get; } = [];

    public TurnUsage Usage { get; set; } = TurnUsage.None;

    /// <summary>Whether the caller has seen anything of it. From then on no other model can answer in its place.</summary>
    public bool HasBegun { get; set; }

    public void Add(string text) => _text.Append(text);
}
