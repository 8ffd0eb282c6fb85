namespace AgentComputer.Sdk;

/// <summary>A program to run to its end. There is no shell: the first element is the program, the others are its arguments.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/exec</c></remarks>
public record ExecRequest
{
    /// <summary>The longest <see cref="Timeout"/>: 5 min. The service cuts a longer timeout to it without a word.</summary>
    public static TimeSpan MaxTimeout { get; } = TimeSpan.FromSeconds(300);

    /// <summary>The program and its arguments; for a shell, <c>["sh", "-c", "…"]</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder to run in; null for the service's own choice, the home of the user.</summary>
    public string? Cwd { get; init; }

    /// <summary>Environment variables to add; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>How long the program may run: more than zero, at most <see cref="MaxTimeout"/>; default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The user to run as; null for the service's own choice, <c>node</c>.</summary>
    public string? User { get; init; }
}
