using Flapjack.Sdk;
using LocalComputers.Computers;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// A command that works on the prompts of code sessions, in place of the service's coder: a tool of this machine, or a script for tests. It runs in a
/// clone of the session's repository, on a computer of the session's own.
/// </summary>
/// <remarks>
/// The command finds its task in its environment and never in its text: <c>FLAPJACK_PROMPT</c>, <c>FLAPJACK_PROMPT_FILE</c>, <c>FLAPJACK_PREAMBLE</c>,
/// <c>FLAPJACK_MODEL</c> and others; <c>docs/code-agents.md</c> lists them. If it ends with the exit code 0, the session is <c>finished</c>, and with any other code <c>error</c>.
/// </remarks>
public sealed class LocalCoder
{
    private const int MostSessions = 100;

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>The shell command; it runs as <c>bash -lc</c> in the working copy. Not blank.</summary>
    public required string Command { get; init; }

    /// <summary>
    /// How long a session may work on one prompt, the making of its computer included; more than zero and at most a day, default an hour. Then the
    /// command is ended with all that it started, and the session is <c>expired</c>.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many sessions of the whole backend work at once; 1 to 100, default 4. Further sessions wait as <c>pending</c>, the oldest first.</summary>
    public int MaxSessionsAtOnce { get; init; } = 4;

    /// <summary>How large the computer of a session is: small, medium or large; default medium.</summary>
    public ComputerSizeClass SizeClass { get; init; } = ComputerSizeClass.Medium;

    /// <summary>
    /// Whether the command gets the Cursor key of the session, as <c>CURSOR_API_KEY</c>; default false. Events show <c>[hidden]</c> wherever the command
    /// prints the key, if it has eight or more characters.
    /// </summary>
    public bool PassCursorKey { get; init; }

    /// <summary>
    /// Further environment variables of the command, for example the key of the model that it asks; none by default. Events show <c>[hidden]</c>
    /// wherever the command prints a value of eight or more characters.
    /// </summary>
    public IDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal Size Size => Sizes.Find(SizeClass.Value ?? "") ?? Sizes.Default;

    /// <summary>The same, with the variables that it has now.</summary>
    internal LocalCoder Copy()
    {
        var copy = new LocalCoder { Command = Command, Timeout = Timeout, MaxSessionsAtOnce = MaxSessionsAtOnce, SizeClass = SizeClass, PassCursorKey = PassCursorKey };
        foreach (var variable in Variables)
        {
            copy.Variables.Add(variable);
        }

        return copy;
    }

    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Command, nameof(Command));
        if (Command.Contains('\0', StringComparison.Ordinal) || !ShellCommand.Fits(Command))
        {
            throw new ArgumentException($"Coder.Command must take at most {ShellCommand.MaxBytes} bytes, without a NUL character.", nameof(Command));
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, LongestTime, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSessionsAtOnce, 1, nameof(MaxSessionsAtOnce));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSessionsAtOnce, MostSessions, nameof(MaxSessionsAtOnce));
        if (Sizes.Find(SizeClass.Value ?? "") is null)
        {
            throw new ArgumentException("Coder.SizeClass must be small, medium or large.", nameof(SizeClass));
        }

        // The message must not show a value, because it may be a secret.
        if (Variables.FirstOrDefault(variable => !IsVariable(variable.Key, variable.Value)).Key is { } name)
        {
            throw new ArgumentException(
                $"Coder.Variables has '{name}', which can't be a variable of a command: a name has letters, digits and underscores, and does not begin with FLAPJACK_; "
                + $"name and value take at most {ShellCommand.MaxBytes - 1} bytes, without a NUL character.",
                nameof(Variables));
        }
    }

    private static bool IsVariable(string name, string? value) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        && !name.StartsWith("FLAPJACK_", StringComparison.Ordinal)
        && value is not null && !value.Contains('\0', StringComparison.Ordinal) && ShellCommand.Fits($"{name}={value}");
}
