namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>How far a todo is.</summary>
internal static class TodoStatuses
{
    /// <summary>Nobody has begun the todo. It is the status of a todo whose creation names none.</summary>
    public const string Pending = "pending";

    public const string InProgress = "in_progress";

    public const string Done = "done";

    /// <summary>The todo was left out on purpose. It blocks nothing, just like a todo that is done.</summary>
    public const string Skipped = "skipped";

    public static IReadOnlyList<string> All { get; } = [Pending, InProgress, Done, Skipped];
}
