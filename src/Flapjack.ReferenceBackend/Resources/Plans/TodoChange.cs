namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>What to change in a todo.</summary>
/// <param name="Content">The new text; null leaves the text as it is.</param>
/// <param name="Status">The new status, one of <see cref="TodoStatuses"/>; null leaves the status as it is.</param>
internal sealed record TodoChange(string? Content, string? Status);
