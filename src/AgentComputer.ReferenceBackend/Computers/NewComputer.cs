namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What a caller says of a new computer.</summary>
/// <param name="Handle">Its handle; null for a handle that the backend makes.</param>
/// <param name="DisplayName">Its name for people; null for its handle.</param>
internal sealed record NewComputer(string? Handle, string? DisplayName);
