namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What a caller says of a new computer, apart from what it is made of.</summary>
/// <param name="Handle">Its handle; null for a handle that the backend makes.</param>
/// <param name="DisplayName">Its name for people; null for its handle.</param>
/// <param name="Size">Its size.</param>
/// <param name="AuthorizedKeys">The public keys that may log in over SSH.</param>
internal sealed record NewComputer(string? Handle, string? DisplayName, AskedSize Size, IReadOnlyList<string> AuthorizedKeys);
