namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>An edit of a patch: each place of the file that holds one text gets another.</summary>
/// <param name="Find">The text that is looked for; not empty.</param>
/// <param name="Replace">The text that comes in its place.</param>
internal sealed record FileEdit(string Find, string Replace);
