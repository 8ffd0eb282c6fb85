using System.Collections.Immutable;
using Flapjack.ReferenceBackend.Chat.Scripted;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// What a <see cref="ScriptedChatModel"/> does when a rule fits: steps, one after another. A call of a tool ends an answer of the model; the steps behind
/// the call follow when the model is asked again with the tool's result. After the last step the answer ends. The functions in a rule may run more than
/// once for the same step, so they must return the same for the same request. If a function throws, the turn fails with <c>MODEL_FAILED</c>, and the detail
/// says which function threw what.
/// </summary>
public sealed class ScriptedRule
{
    private ImmutableList<ScriptStep> _steps = [];
    private volatile ChatUsage? _usage;

    internal ScriptedRule()
    {
    }

    internal ImmutableList<ScriptStep> Steps => Volatile.Read(ref _steps);

    internal ChatUsage? Usage => _usage;

    /// <summary>Says a text, word by word.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Say(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(new SayStep(_ => Tokens.Of(text)));
    }

    /// <summary>Says a text in a number of tokens, which are about equally long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">How many tokens: 1 or more, and at most one for each character.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Say(string text, int tokens)
    {
        var pieces = Tokens.Of(text, tokens);
        return Add(new SayStep(_ => pieces));
    }

    /// <summary>Says a text that depends on the request, word by word.</summary>
    /// <param name="text">Makes the text, for example of <see cref="ScriptedRequest.Results"/>.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Say(Func<ScriptedRequest, string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(new SayStep(RuleFunction.Of(nameof(Say), request => Tokens.Of(text(request)))));
    }

    /// <summary>Says what the tools have returned since the user's last message: the results as text, a line for each.</summary>
    /// <returns>The same rule.</returns>
    public ScriptedRule SayResults() => Say(request => string.Join('\n', request.Results.Select(result => result.Text)));

    /// <summary>Calls a tool. It does not matter whose tool it is: the agent's, or one of the caller's own (a client tool).</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments, as in <see cref="ScriptedCall"/>.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Call(string tool, object? arguments = null) => CallAll(new ScriptedCall(tool, arguments));

    /// <summary>Calls a tool with arguments that depend on the request, for example on the result of an earlier call.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">Makes the arguments, as in <see cref="ScriptedCall"/>.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Call(string tool, Func<ScriptedRequest, object?> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tool);
        ArgumentNullException.ThrowIfNull(arguments);
        return Add(new CallStep(RuleFunction.Of<IReadOnlyList<ScriptedCall>>(nameof(Call), request => [new ScriptedCall(tool, arguments(request))])));
    }

    /// <summary>Calls several tools at once.</summary>
    /// <param name="calls">The calls, at least one.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule CallAll(params ScriptedCall[] calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentOutOfRangeException.ThrowIfZero(calls.Length, nameof(calls));
        ScriptedCall[] copy = [.. calls];
        return Add(new CallStep(_ => copy));
    }

    /// <summary>Goes on as the request decides, for example by what a tool has returned. The steps behind this one follow after the chosen steps.</summary>
    /// <param name="choose">Gets the request as it stands at this step, and an empty rule to which it adds the steps.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Then(Action<ScriptedRequest, ScriptedRule> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        return Add(new BranchStep(RuleFunction.Of(nameof(Then), request =>
        {
            var chosen = new ScriptedRule();
            choose(request, chosen);
            return chosen.Steps;
        })));
    }

    /// <summary>Sends an event that a turn has besides text and tools: <c>custom</c>, <c>client_event</c>, <c>auth_challenge</c> or <c>profile_switch_proposal</c>.</summary>
    /// <param name="chatEvent">The event.</param>
    /// <returns>The same rule.</returns>
    /// <exception cref="ArgumentException">The backend makes events of this name itself.</exception>
    public ScriptedRule Emit(ChatEvent chatEvent) => Add(new EmitStep(new ChatEventContent(chatEvent).Event));

    /// <summary>Waits by the model's clock.</summary>
    /// <param name="time">How long; not negative.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Wait(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return Add(new WaitStep(time));
    }

    /// <summary>Says nothing more until the turn is stopped or cancelled.</summary>
    /// <returns>The same rule.</returns>
    public ScriptedRule Stall() => Add(new WaitStep(Timeout.InfiniteTimeSpan));

    /// <summary>Fails. Behind a <see cref="Say(string)"/> it fails in the middle of the answer.</summary>
    /// <param name="code">The code that the turn's <c>error</c> event carries.</param>
    /// <param name="message">The explanation that it carries.</param>
    /// <param name="status">The HTTP status with which a provider would have refused, as in <see cref="ChatModelException"/>.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Fail(string code, string message, int? status = null)
    {
        // The exception is made once here, so that wrong arguments are told at once, and then for each failure, because of its stack.
        _ = new ChatModelException(code, message, status);
        return Throw(() => new ChatModelException(code, message, status));
    }

    /// <summary>Fails with an exception of your own, as a client of a real model may.</summary>
    /// <param name="failure">Makes the exception.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule Throw(Func<Exception> failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Add(new FailStep(failure));
    }

    /// <summary>Says how many tokens each answer of this rule is to have used. Without it the words are counted.</summary>
    /// <param name="usage">The numbers; null counts as 0. The tokens of the cache are a part of the input tokens.</param>
    /// <returns>The same rule.</returns>
    public ScriptedRule WithUsage(ChatUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        _usage = usage;
        return this;
    }

    /// <summary>Says nothing until the task ends, even if the turn is cancelled, as a model that does not listen would.</summary>
    internal ScriptedRule StallUntil(Task released) => Add(new DeafStep(released));

    private ScriptedRule Add(ScriptStep step)
    {
        ImmutableInterlocked.Update(ref _steps, steps => steps.Add(step));
        return this;
    }
}
