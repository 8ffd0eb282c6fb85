using System.Collections.Immutable;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>Where a rule stands in a conversation: the steps of the answer that is due, and the request as these steps see it.</summary>
/// <remarks>
/// Nothing is remembered between two answers. The steps are gone through from the first one, and each call that the conversation already holds is
/// behind. So a rule goes on after a restart, and in any number of conversations at once.
/// </remarks>
internal sealed record ScriptPosition(IReadOnlyList<ScriptStep> Steps, ScriptedRequest View)
{
    /// <param name="script">The steps of the rule.</param>
    /// <param name="request">The request with the whole conversation.</param>
    public static ScriptPosition Of(ImmutableList<ScriptStep> script, ScriptedRequest request)
    {
        var made = CallsOf(request).Count();
        var behind = 0;
        var view = Before(request, behind);
        var due = new List<ScriptStep>();
        var open = new Stack<ScriptStep>(script.Reverse());
        while (open.TryPop(out var step))
        {
            if (step is BranchStep branch)
            {
                foreach (var chosen in branch.Choose(view).Reverse())
                {
                    open.Push(chosen);
                }

                continue;
            }

            due.Add(step);
            if (step is not CallStep call)
            {
                continue;
            }

            if (behind >= made)
            {
                break;
            }

            // A conversation may hold fewer calls than the step makes, if a limit took some away. The step is behind all the same.
            behind = Math.Min(behind + call.Calls(view).Count, made);
            view = Before(request, behind);
            due.Clear();
        }

        return new(due, view);
    }

    /// <summary>The request as it stood when only the first calls since the user's last message had been made.</summary>
    public static ScriptedRequest Before(ScriptedRequest request, int calls)
    {
        var next = CallsOf(request).Skip(calls).Select(found => (int?)found.Message).FirstOrDefault();
        return next is { } end
            ? request with { Messages = [.. request.Messages.Take(end)], Results = [.. request.Results.Take(calls)] }
            : request;
    }

    /// <summary>The calls since the last message of the user, each with the index of its message.</summary>
    private static IEnumerable<(int Message, ScriptedCall Call)> CallsOf(ScriptedRequest request)
    {
        var start = LastUserMessage(request.Messages) + 1;
        return request.Messages.Skip(start).SelectMany((message, index) => message.Calls.Select(call => (start + index, call)));
    }

    private static int LastUserMessage(IReadOnlyList<ScriptedMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role == "user")
            {
                return i;
            }
        }

        return -1;
    }
}
