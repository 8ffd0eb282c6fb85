using System.Collections.Immutable;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>The rules of a scripted model, in their order.</summary>
internal sealed class RuleBook
{
    private ImmutableList<(Func<ScriptedRequest, bool> Fits, ScriptedRule Rule)> _rules = [];

    public ScriptedRule Add(Func<ScriptedRequest, bool> fits)
    {
        var rule = new ScriptedRule();
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add((fits, rule)));
        return rule;
    }

    /// <summary>
    /// The first rule that fits, or else the rule that a model without rules follows. It is chosen by the request as it stood right after the user's
    /// message, so that it is the same rule in each answer of the turn.
    /// </summary>
    public ScriptedRule Choose(ScriptedRequest request)
    {
        var asked = ScriptPosition.Before(request, calls: 0);
        return Volatile.Read(ref _rules).Find(rule => rule.Fits(asked)).Rule
            ?? new ScriptedRule().Say(request.IsCompaction ? "A summary of the conversation." : request.Text);
    }
}
