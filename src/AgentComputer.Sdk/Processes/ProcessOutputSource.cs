namespace AgentComputer.Sdk;

/// <summary>Where a process wrote.</summary>
public enum ProcessOutputSource
{
    /// <summary>Its standard output.</summary>
    Stdout,

    /// <summary>Its standard error.</summary>
    Stderr,

    /// <summary>Its terminal, which carries both.</summary>
    Terminal,
}
