namespace AgentComputer.Sdk;

/// <summary>A process that runs on a computer, and how it was started.</summary>
/// <remarks><c>POST {connect_url}/process.Process/List</c></remarks>
public record ComputerProcessInfo
{
    /// <summary>Its process id.</summary>
    public long Pid { get; init; }

    /// <summary>The tag that it was started with; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>The program.</summary>
    public string Command { get => field ?? ""; init; }

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> Arguments { get => field ?? []; init; }

    /// <summary>The environment variables that it was started with, beside those that every process has. They may hold secrets.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get => field ?? new Dictionary<string, string>(); init; }

    /// <summary>Its working directory; null if the service did not say.</summary>
    public string? WorkingDirectory { get; init; }
}
