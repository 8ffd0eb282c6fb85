namespace LocalComputers.Files.Search;

/// <summary>A line that holds what is looked for.</summary>
/// <param name="Path">The path of its file, relative to the workspace.</param>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Text">The line without its end; of a very long line the part around the find.</param>
internal readonly record struct FoundLine(string Path, long Number, string Text);
