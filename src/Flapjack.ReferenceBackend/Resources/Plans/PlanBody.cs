using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>Reads and checks the bodies of <c>/api/plans</c> and of what is below it, and the arguments of the plan tools.</summary>
internal static class PlanBody
{
    // The contract knows no limits.
    public const int MaxTitle = 200;
    public const int MaxContent = 10_000;

    // A plan is made in one change, and other changes wait for it.
    public const int MaxTodos = 1_000;

    private const string InvalidContent = "INVALID_CONTENT";
    private const string InvalidStatus = "INVALID_STATUS";

    public static NewPlan Create(BodyReader body) => Of(body.RequiredUuid("threadId", "INVALID_THREAD_ID"), body);

    /// <summary>A plan of a thread that is known already.</summary>
    public static NewPlan Of(string threadId, BodyReader body) => new(threadId, Title(body), Todos(body));

    public static string Title(BodyReader body) => body.RequiredText("title", "INVALID_TITLE", MaxTitle);

    /// <summary>The new title; null if it was not sent. A plan always has a title.</summary>
    public static string? Rename(BodyReader body) => (string?)body.Sent(("title", Title))["title"];

    public static NewTodo Todo(BodyReader body) => new(
        Content(body),
        body.OneOf("status", InvalidStatus, TodoStatuses.All) ?? TodoStatuses.Pending);

    /// <summary>The fields that were sent. Neither of them can be emptied.</summary>
    public static TodoChange Change(BodyReader body)
    {
        var sent = body.Sent(
            ("content", Content),
            ("status", fields => fields.RequiredOneOf("status", InvalidStatus, TodoStatuses.All)));
        return new((string?)sent["content"], (string?)sent["status"]);
    }

    /// <summary>The same for models, many of which send null for what stays as it is.</summary>
    public static TodoChange ChangeOfGiven(BodyReader body) => new(
        body.Json("content", InvalidContent) is null ? null : Content(body),
        body.OneOf("status", InvalidStatus, TodoStatuses.All));

    /// <summary>The todo that blocks.</summary>
    public static string Blocker(BodyReader body) => body.RequiredUuid("blockerId", "INVALID_BLOCKER_ID");

    private static string Content(BodyReader body) => body.RequiredText("content", InvalidContent, MaxContent);

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
