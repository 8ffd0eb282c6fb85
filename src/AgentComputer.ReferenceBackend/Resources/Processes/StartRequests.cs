using AgentComputer.ReferenceBackend.Connect;
using LocalComputers.Processes;
using LocalComputers.Programs;
using Shared.Connect;
using Shared.Connect.Messages;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>Reads what a request asks to start.</summary>
internal static class StartRequests
{
    /// <param name="request">The request.</param>
    /// <param name="limit">After how long the process is killed; null for no limit.</param>
    /// <param name="keptOutputBytes">How much of its output is kept for later readers.</param>
    /// <exception cref="ConnectRefusal">A field is missing or out of its range.</exception>
    public static ProgramRequest Read(StartRequest request, TimeSpan? limit, int keptOutputBytes)
    {
        if (request.Process is not { Cmd.Length: > 0 } config)
        {
            throw new ConnectRefusal(ConnectCodes.InvalidArgument, "process.cmd is required: the program to start.");
        }

        return new(config.Cmd, [.. config.Args])
        {
            Environment = new Dictionary<string, string>(config.Envs),
            WorkingDirectory = config.HasCwd && config.Cwd.Length > 0 ? config.Cwd : null,
            Tag = request.HasTag ? request.Tag : null,
            TakesInput = !request.HasStdin || request.Stdin,
            Terminal = request.Pty is { } terminal ? SizeOf(terminal) : null,
            KeptOutputBytes = keptOutputBytes,
            TimeLimit = limit ?? Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The size of a terminal. A number that is missing or zero counts as that of a usual terminal, 80 columns and 24 rows.</summary>
    /// <exception cref="ConnectRefusal">A number is out of its range.</exception>
    public static TerminalSize SizeOf(PTY terminal) => new(
        Number(terminal.Size?.Cols, "cols", TerminalSize.Usual.Columns), Number(terminal.Size?.Rows, "rows", TerminalSize.Usual.Rows));

    private static ushort Number(uint? asked, string name, ushort usual) => asked switch
    {
        null or 0 => usual,
        <= ushort.MaxValue and var number => (ushort)number,
        var number => throw new ConnectRefusal(ConnectCodes.InvalidArgument, $"pty.size.{name} must be at most {ushort.MaxValue}, and is {number}."),
    };
}
