namespace LocalComputers.Computers.Bootstrap;

/// <summary>One shell command of a bootstrap.</summary>
/// <param name="Shown">How the log shows it.</param>
/// <param name="Command">What <c>bash -lc</c> is given; empty if there is nothing to run.</param>
/// <param name="WorkingDirectory">The host's folder it runs in.</param>
internal sealed record BootstrapStep(string Shown, string Command, string WorkingDirectory)
{
    /// <summary>Done before the command runs; null for nothing.</summary>
    public Action? Prepare { get; init; }

    /// <summary>Files and folders of the host that the command reads.</summary>
    public IReadOnlyList<string> HostPaths { get; init; } = [];

    /// <summary>Advises the user after the command has failed, by its exit code and the end of its standard error. Null when there is no advice, as is an answer of null.</summary>
    public Func<int, string, string?>? Advise { get; init; }
}
