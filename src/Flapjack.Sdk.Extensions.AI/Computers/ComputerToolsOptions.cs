using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI;

/// <summary>Which functions of a computer a model may call, what they are called, and their limits.</summary>
public partial record ComputerToolsOptions
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>Which functions there are; the default is all.</summary>
    public ComputerToolKinds Tools { get; init; } = ComputerToolKinds.All;

    /// <summary>
    /// Which functions are an <see cref="ApprovalRequiredAIFunction"/>, so that <c>UseFunctionInvocation()</c> asks you before each call; the default is
    /// none.
    /// </summary>
    public ComputerToolKinds RequireApproval { get; init; }

    /// <summary>
    /// What the names of the functions begin with, for a model that is given several computers, for example <c>build_</c>: letters, digits, <c>_</c> and
    /// <c>-</c>, at most 40 of them; the default is nothing.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// Where commands run and relative paths begin, for example <c>/workspace/app</c>; null for the computer's default. The model may name another
    /// folder for a command.
    /// </summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How long a command may run if the model does not say; more than zero and at most <see cref="MaxTimeout"/>, default 2 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest time that the model may ask for; more than zero and at most a day, default 30 minutes. The reference backend allows an hour.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How many characters (UTF-16 units) of each output of a command the model is told; 200 or more, default 16,000. Of a longer output it is told the
    /// first half and the last half of this length, and how much is left out between them.
    /// </summary>
    public int MaxOutputLength { get; init; } = 16_000;

    /// <summary>How many bytes of a file the model is told at once; 200 or more, default 64 KiB. It is told how to read on.</summary>
    public int MaxReadBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// How many bytes a file that the model writes may have; 1 or more, default 1 MiB. A file is sent in parts of 60,000 bytes, each of which is a command
    /// that counts against the exec quota.
    /// </summary>
    public int MaxWriteBytes { get; init; } = 1024 * 1024;

    /// <summary>How many files of a folder the model is told; 1 or more, default 500.</summary>
    public int MaxListedFiles { get; init; } = 500;

    /// <summary>Whether a call waits for a computer that is not ready yet; see <see cref="ExecComputerOptions.WaitForReady"/>. The default is true.</summary>
    public bool WaitForReady { get; init; } = true;

    /// <summary>Is told each piece of output of a command, as it comes, and awaited; null for nobody. The file functions don't call it.</summary>
    public Func<ExecOutputEvent, CancellationToken, ValueTask>? OnOutput { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal ComputerToolsOptions Checked() => Fault() is { } fault ? throw new ArgumentException(fault, "options") : this;

    private string? Fault() =>
        (Tools & ~ComputerToolKinds.All) != 0 ? "Tools holds a function that does not exist."
        : (RequireApproval & ~ComputerToolKinds.All) != 0 ? "RequireApproval holds a function that does not exist."
        : Prefix is null || !PrefixPattern().IsMatch(Prefix) ? "Prefix must have at most 40 characters: letters, digits, _ and -."
        : WorkingDirectory is not null && string.IsNullOrWhiteSpace(WorkingDirectory) ? "WorkingDirectory must not be blank."
        : MaxTimeout <= TimeSpan.Zero || MaxTimeout > LongestTimeout ? "MaxTimeout must be more than zero and at most a day."
        : Timeout <= TimeSpan.Zero || Timeout > MaxTimeout ? "Timeout must be more than zero and at most MaxTimeout."
        : MaxOutputLength < 200 ? "MaxOutputLength must be 200 or more."
        : MaxReadBytes < 200 ? "MaxReadBytes must be 200 or more."
        : MaxWriteBytes < 1 ? "MaxWriteBytes must be 1 or more."
        : MaxListedFiles < 1 ? "MaxListedFiles must be 1 or more."
        : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{0,40}\\z")]
    private static partial Regex PrefixPattern();
}
