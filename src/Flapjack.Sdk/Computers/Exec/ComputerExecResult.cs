using System.Text;

namespace Flapjack.Sdk;

/// <summary>A command that ran to its end, with all of its output.</summary>
public record ComputerExecResult
{
    private const int TailLength = 2_000;

    /// <summary>The command's id; null when the service told none.</summary>
    public string? ExecId { get; init; }

    /// <summary>The exit code; null when the service did not say, which is not a success.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether the command succeeded: the service says so and the exit code is 0.</summary>
    public bool Ok { get; init; }

    /// <summary>All of its standard output.</summary>
    public string Stdout { get; init; } = "";

    /// <summary>All of its standard error.</summary>
    public string Stderr { get; init; } = "";

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether output is missing because there was too much of it.</summary>
    public bool Truncated { get; init; }

    /// <summary>Returns this result if the command succeeded.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="ComputerExecFailedException">It did not; the message shows the tail of both outputs.</exception>
    public ComputerExecResult EnsureSuccess() => Ok ? this : throw new ComputerExecFailedException(DescribeFailure(), this);

    private string DescribeFailure()
    {
        var message = new StringBuilder("The command ");
        message.Append(ExitCode is { } code ? $"ended with exit code {code}" : "ended, and the service did not say how");
        message.Append(ExecId is null ? "." : $" ({ExecId}).");
        AppendTail(message, "stdout", Stdout);
        AppendTail(message, "stderr", Stderr);
        return message.ToString();
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
