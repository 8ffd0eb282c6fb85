using System.Text;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>A command that ran to its end, with all of its output.</summary>
public record ComputerExecResult
{
    private const int TailLength = 2_000;

    private string? _stdout;
    private string? _stderr;

    /// <summary>The command's id; null when the service told none.</summary>
    public string? ExecId { get; init; }

    /// <summary>How the command ended. If it is not set, it follows from <see cref="ExitCode"/>.</summary>
    public ComputerExecOutcome Outcome
    {
        get => field ?? (ExitCode is { } code ? new ComputerExecOutcome.Exited(code) : new ComputerExecOutcome.Unknown());
        init;
    }

    /// <summary>The exit code as the service reports it, also after a signal or a timeout; null when the service did not say.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether the command succeeded: the service says so, and the command exited by itself with code 0.</summary>
    public bool Ok { get; init; }

    /// <summary>All of its standard output as text; bytes that are not UTF-8 show as U+FFFD.</summary>
    public string Stdout { get => _stdout ??= Encoding.UTF8.GetString(StdoutBytes.Span); init => _stdout = value; }

    /// <summary>All of its standard error as text; bytes that are not UTF-8 show as U+FFFD.</summary>
    public string Stderr { get => _stderr ??= Encoding.UTF8.GetString(StderrBytes.Span); init => _stderr = value; }

    /// <summary>All of its standard output as the process wrote it.</summary>
    public ReadOnlyMemory<byte> StdoutBytes { get; init; }

    /// <summary>All of its standard error as the process wrote it.</summary>
    public ReadOnlyMemory<byte> StderrBytes { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long the command was allowed to run: its <see cref="ExecComputerOptions.Timeout"/>; null when the service chose the time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether output is missing: there was too much of it, or the service sent a piece that is no text.</summary>
    public bool Truncated { get; init; }

    /// <summary>Keeps the API key out of the exception that this result may become: a command may print the key.</summary>
    internal Redaction Redaction { get; init; } = Redaction.None;

    /// <summary>Returns this result if the command succeeded.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="ComputerExecFailedException">The command did not succeed, or nobody knows whether it did; the message shows the end of both outputs.</exception>
    public ComputerExecResult EnsureSuccess() => Ok ? this : throw new ComputerExecFailedException(DescribeFailure(), this);

    /// <summary>Says how the command ended, without its output.</summary>
    internal string DescribeEnd()
    {
        var message = new StringBuilder("The command ");
        message.Append(Outcome switch
        {
            ComputerExecOutcome.Exited exited => $"ended with exit code {exited.Code}",
            ComputerExecOutcome.Signaled signaled => $"was ended by {signaled.Signal}",
            ComputerExecOutcome.TimedOut => "ran into its timeout and was killed",
            _ => "ended, and nobody knows how; it may have done its work or not",
        });
        message.Append(ExecId is null ? "." : $" ({ExecId}).");
        message.Append(Outcome is ComputerExecOutcome.TimedOut ? DescribeTimeout() : "");
        return message.ToString();
    }

    private string DescribeFailure()
    {
        var message = new StringBuilder(DescribeEnd());
        // The outputs are redacted before they are cut: half a key would not be recognized.
        AppendTail(message, "stdout", Redaction.Of(Stdout));
        AppendTail(message, "stderr", Redaction.Of(Stderr));
        return Redaction.Of(message.ToString());
    }

    private string DescribeTimeout()
    {
        const string Option = $"{nameof(ExecComputerOptions)}.{nameof(ExecComputerOptions.Timeout)}";
        return Timeout is { } limit
            ? $" Its timeout was {Option} = {limit.TotalSeconds:0.###} s."
            : $" Its timeout was the service's own, since {Option} was not set.";
    }

    private static void AppendTail(StringBuilder message, string name, string output)
    {
        if (output.Length == 0)
        {
            message.AppendLine().Append(name).Append(": (empty)");
            return;
        }

        var start = Math.Max(0, output.Length - TailLength);
        if (start > 0 && char.IsLowSurrogate(output[start]))
        {
            start++;
        }

        message.AppendLine().Append(name).Append(start > 0 ? " (its end):" : ":").AppendLine().Append(output.AsSpan(start));
    }
}
