using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How a command ended: one of the four records within. Only <see cref="Exited"/> has an exit code to look at.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Exited), "exited")]
[JsonDerivedType(typeof(Signaled), "signaled")]
[JsonDerivedType(typeof(TimedOut), "timed_out")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record ComputerExecOutcome
{
    private ComputerExecOutcome()
    {
    }

    /// <summary>The command ended by itself.</summary>
    /// <param name="Code">Its exit code, 0 to 255.</param>
    public sealed record Exited(int Code) : ComputerExecOutcome;

    /// <summary>A signal ended the command.</summary>
    /// <param name="Signal">The signal's name, for example SIGKILL.</param>
    public sealed record Signaled(string Signal) : ComputerExecOutcome;

    /// <summary>The command ran into its timeout, and was killed.</summary>
    public sealed record TimedOut : ComputerExecOutcome;

    /// <summary>Nobody knows how the command ended: the service lost it, or did not say. The command may have done all, some or nothing of its work.</summary>
    public sealed record Unknown : ComputerExecOutcome;
}
