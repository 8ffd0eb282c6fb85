namespace Flapjack.Sdk;

/// <summary>The tools by which an agent changes its plan.</summary>
internal static class PlanTools
{
    public const string Create = "plan_create";

    /// <summary>Whether a tool changes a plan.</summary>
    public static bool Change(string? tool) => tool is Create or "plan_update" or "todo_add" or "todo_update";
}
