namespace LocalComputers.Computers;

/// <summary>A repository to clone onto a computer.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Branch">The branch or tag to check out; null for the repository's default.</param>
/// <param name="InstallCmd">A shell command to run in the clone afterwards; null for none.</param>
internal sealed record Repo(string Url, string? Branch, string? InstallCmd);
