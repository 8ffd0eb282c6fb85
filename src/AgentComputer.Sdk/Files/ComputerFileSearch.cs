namespace AgentComputer.Sdk;

/// <summary>What to look for in the files of a workspace.</summary>
public record ComputerFileSearch
{
    /// <summary>The text, or the regular expression, to look for; not empty.</summary>
    public required string Pattern { get; init; }

    /// <summary>The file or directory to search; null, the default, for the whole workspace.</summary>
    public string? Path { get; init; }

    /// <summary>Whether <see cref="Pattern"/> is a regular expression, in the syntax of RE2 and ripgrep; default false.</summary>
    public bool IsRegex { get; init; }

    /// <summary>Whether upper and lower case are the same; default false.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>
    /// How many matches to return at most; 1 or more, or null, the default, for all of them. The hosted service counts them for each file while the
    /// computer runs, and for all files together while it is stopped.
    /// </summary>
    public int? MaxMatches { get; init; }
}
