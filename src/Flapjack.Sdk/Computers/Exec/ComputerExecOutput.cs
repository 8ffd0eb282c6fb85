namespace Flapjack.Sdk;

/// <summary>One of the two outputs of a command.</summary>
public enum ComputerExecOutput
{
    /// <summary>Its standard output.</summary>
    Stdout,

    /// <summary>Its standard error.</summary>
    Stderr,
}
