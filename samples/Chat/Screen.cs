using System.Text;
using Flapjack.Sdk;

namespace Chat;

/// <summary>Shows a session on the console: of each new state only what is new in it.</summary>
internal sealed class Screen
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _results = [];
    private int _messages;
    private int _characters;
    private int _calls;
    private string _plan = "";
    private bool _isInLine;

    public void Prompt() => Write("\n> ");

    /// <summary>Makes a record of input that comes from a pipe look like one that was typed.</summary>
    public void Typed(string? line)
    {
        _isInLine = false;
        if (Console.IsInputRedirected || line is null)
        {
            Console.WriteLine(line);
        }
    }

    public void Show(ChatSessionSnapshot session)
    {
        // A listener and the prompt may come at the same time, and the older state may come later.
        lock (_lock)
        {
            for (; _messages < session.Messages.Count; _messages++, _characters = 0, _calls = 0, _results.Clear())
            {
                var message = session.Messages[_messages];
                if (message.SystemMessage is { } system)
                {
                    Line($"{ChatSystemIcon.ToText(system.Icon)} {system.Label}");
                }
                else if (message.Role == ChatSessionRole.Assistant)
                {
                    ShowAnswer(message);
                    if (message.IsStreaming)
                    {
                        break;
                    }

                    Line(EndOf(message));
                }
            }

            if (!_isInLine)
            {
                // Not in the middle of a sentence.
                ShowPlan(session.Plan);
            }
        }
    }

    private void ShowAnswer(ChatSessionMessage answer)
    {
        ShowResults(answer);
        while (_calls < answer.Tools.Count)
        {
            var tool = answer.Tools[_calls++];
            ShowText(answer.Content, tool.TextPosition);
            Line($"  [{tool.Name} {tool.Arguments}]");
            ShowResults(answer);
        }

        ShowText(answer.Content, answer.Content.Length);
    }

    private void ShowText(string text, int end)
    {
        if (end > _characters)
        {
            Write(text[_characters..end]);
            _characters = end;
        }
    }

    private void ShowResults(ChatSessionMessage answer)
    {
        for (var index = 0; index < _calls; index++)
        {
            if (answer.Tools[index] is { Result: { } result, Name: var name } && _results.Add(index))
            {
                var json = result.ToString();
                Line($"  [{name} said {(json.Length > 100 ? json[..100] + "…" : json)}]");
            }
        }
    }

    private static string EndOf(ChatSessionMessage answer) => answer.Outcome switch
    {
        ChatOutcome.Answered => "",
        ChatOutcome.Stopped => "[stopped]",
        ChatOutcome.Failed failed => $"[failed: {failed.Code} {failed.Detail}]",
        _ => $"[nobody knows how this answer ended: {answer.Exception?.Message}]",
    };

    private void ShowPlan(Plan? plan)
    {
        var text = plan is null ? "" : TextOf(plan);
        if (text != _plan)
        {
            _plan = text;
            Line(text);
        }
    }

    private static string TextOf(Plan plan)
    {
        var text = new StringBuilder($"  {plan.Title} ({plan.Todos.Count(todo => todo.Status == PlanTodoStatus.Done)}/{plan.Todos.Count})");
        foreach (var todo in plan.Todos)
        {
            var sign = todo.Status == PlanTodoStatus.Done ? "✓" : todo.Status == PlanTodoStatus.InProgress ? "●" : todo.Status == PlanTodoStatus.Skipped ? "–" : "○";
            text.Append($"\n  {sign} {todo.Content}");
        }

        return text.ToString();
    }

    private void Line(string text)
    {
        if (_isInLine)
        {
            Console.WriteLine();
        }

        _isInLine = false;
        if (text.Length > 0)
        {
            Console.WriteLine(text);
        }
    }

    private void Write(string text)
    {
        Console.Write(text);
        _isInLine = true;
    }
}
