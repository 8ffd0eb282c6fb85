namespace LocalComputers.Computers.Templates;

/// <summary>A file that a template lays into the app folder of a computer that starts without a repository.</summary>
/// <param name="Path">Relative to the app folder, with forward slashes.</param>
/// <param name="Content">The whole text; written as UTF-8.</param>
internal sealed record StarterFile(string Path, string Content);
