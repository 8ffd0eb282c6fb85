namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>A todo to add to a plan.</summary>
/// <param name="Content">What must be done.</param>
/// <param name="Status">One of <see cref="TodoStatuses"/>.</param>
internal sealed record NewTodo(string Content, string Status = TodoStatuses.Pending);
