namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>A plan to create.</summary>
/// <param name="ThreadId">The thread whose plan it is.</param>
/// <param name="Title">The title.</param>
/// <param name="Todos">The todos, in order.</param>
internal sealed record NewPlan(string ThreadId, string Title, IReadOnlyList<NewTodo> Todos);
