using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>Reads and checks the bodies of <c>/api/plans</c> and of what is below it.</summary>
internal static class PlanBody
{
    // The contract knows no limits.
    private const int MaxTitle = 200;
    private const int MaxContent = 10_000;

    // A plan is made in one change, and other changes wait for it.
    private const int MaxTodos = 1_000;

    public static NewPlan Create(BodyReader body) => new(body.RequiredUuid("threadId", "INVALID_THREAD_ID"), Title(body), Todos(body));

    /// <summary>The new title; null if it was not sent. A plan always has a title.</summary>
    public static string? Rename(BodyReader body) => (string?)body.Sent(("title", Title))["title"];

    public static NewTodo Todo(BodyReader body) => new(
        body.RequiredText("content", "INVALID_CONTENT", MaxContent),
        body.OneOf("status", "INVALID_STATUS", TodoStatuses.All) ?? TodoStatuses.Pending);

    /// <summary>The fields that were sent. Neither of them can be emptied.</summary>
    public static TodoChange Change(BodyReader body)
    {
        var sent = body.Sent(
            ("content", fields => fields.RequiredText("content", "INVALID_CONTENT", MaxContent)),
            ("status", fields => fields.RequiredOneOf("status", "INVALID_STATUS", TodoStatuses.All)));
        return new((string?)sent["content"], (string?)sent["status"]);
    }

    /// <summary>The todo that blocks.</summary>
    public static string Blocker(BodyReader body) => body.RequiredUuid("blockerId", "INVALID_BLOCKER_ID");

    private static string Title(BodyReader body) => body.RequiredText("title", "INVALID_TITLE", MaxTitle);

    private static List<NewTodo> Todos(BodyReader body)
    {
        var todos = body.Objects("todos", "INVALID_TODOS", "an array of {content, status}", "an object with the string content", TodoAt);
        return todos.Count <= MaxTodos ? todos : throw Refusal.Invalid("INVALID_TODOS", $"todos must have at most {MaxTodos} items; add more of them one by one.");
    }

    private static NewTodo TodoAt(BodyReader todo, string place)
    {
        try
        {
            return Todo(todo);
        }
        catch (Refusal refusal)
        {
            throw Refusal.Invalid("INVALID_TODOS", $"{place}: {refusal.Message}");
        }
    }
}
