using Shared.Connect.Messages;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>A process to start.</summary>
public record ComputerProcessStart
{
    /// <summary>The program: a path, or a name that is looked up in <c>PATH</c>. No shell reads it.</summary>
    public required string Command { get; init; }

    /// <summary>The program's arguments, each as it is; default none.</summary>
    public IReadOnlyList<string> Arguments { get => field ?? []; init; }

    /// <summary>Environment variables to add; default none.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get => field ?? new Dictionary<string, string>(); init; }

    /// <summary>The working directory, an absolute path; null, the default, for the home of the user. The service refuses a directory that is not there.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>A name by which the process can be found; null, the default, for none. Don't give a tag to two processes.</summary>
    public string? Tag { get; init; }

    /// <summary>The size of the terminal that the process gets; null, the default, for no terminal: then it gets pipes.</summary>
    public ComputerTerminalSize? Terminal { get; init; }

    /// <summary>
    /// Whether the process has a standard input that stays open until <c>CloseStdinAsync</c>; default true. If false, the process finds the end of its
    /// input at once. A process with a terminal always has an input.
    /// </summary>
    public bool HasStdin { get; init; } = true;

    /// <summary>
    /// After how long the service kills the process; more than zero, or null, the default, for never. The stream then fails with the code
    /// <c>deadline_exceeded</c>.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The request on the wire.</summary>
    /// <exception cref="ArgumentException">A field can't be sent; the message names it.</exception>
    internal StartRequest ToRequest(string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(Command, parameter);
        Check(Command, nameof(Command));
        var config = new ProcessConfig { Cmd = Command };
        foreach (var argument in Arguments)
        {
            ArgumentNullException.ThrowIfNull(argument, parameter);
            Check(argument, $"{nameof(Arguments)}[{config.Args.Count}]");
            config.Args.Add(argument);
        }

        foreach (var (name, value) in EnvironmentVariables)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || value is null)
            {
                throw new ArgumentException($"{nameof(EnvironmentVariables)} holds a variable without a value, or with a name that is empty or holds '='.", parameter);
            }

            Check(name, $"A name in {nameof(EnvironmentVariables)}");
            Check(value, $"{nameof(EnvironmentVariables)}[\"{name}\"]");
            config.Envs[name] = value;
        }

        var request = new StartRequest { Process = config, Pty = Terminal?.ToPty(parameter) };
        if (WorkingDirectory is not null)
        {
            Check(WorkingDirectory, nameof(WorkingDirectory));
            config.Cwd = WorkingDirectory;
        }

        if (Tag is not null)
        {
            Check(Tag, nameof(Tag));
            request.Tag = Tag;
        }

        if (!HasStdin)
        {
            request.Stdin = false;
        }

        return TimeLimit is { } limit && (limit <= TimeSpan.Zero || limit > TimeSpan.FromDays(365))
            ? throw new ArgumentOutOfRangeException(parameter, limit, $"{nameof(TimeLimit)} must be more than zero and at most a year.")
            : request;

        void Check(string text, string field) => OutgoingText.CheckField(text, field, parameter);
    }
}
