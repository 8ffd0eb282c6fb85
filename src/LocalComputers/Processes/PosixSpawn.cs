using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>One call of <c>posix_spawn</c>: a process in a session of its own that inherits nothing.</summary>
internal static unsafe class PosixSpawn
{
    /// <summary>Where a <see cref="Prelude"/> tells that it failed, and a program its <see cref="ProcessStart.ProofOfStart"/>.</summary>
    public const int ReportDescriptor = 3;

    /// <summary>Where a program that was started with <see cref="ProcessStart.GateVariable"/> waits.</summary>
    public const int GateDescriptor = 3;

    /// <summary>Where a program finds its <see cref="ProcessStart.InputFile"/>.</summary>
    public const int InputDescriptor = 4;

    /// <summary>Where a program finds its <see cref="ProcessStart.SecondInputFile"/>.</summary>
    public const int SecondInputDescriptor = 5;

    // In units of 8 bytes, and roomy: glibc's own are 80, 336 and 128 bytes.
    private const int FileActionsWords = 32;
    private const int AttributesWords = 64;
    private const int SignalSetWords = 16;

    /// <summary>Starts the program and returns its process id, which is also its session and its group.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="start">What else it is started with.</param>
    /// <param name="streams">Its standard input, output and error.</param>
    /// <param name="third">What it finds as descriptor 3, for its reports or as its gate; null for nothing.</param>
    public static int Start(string program, ProcessStart start, ChildStreams streams, SafeFileHandle? third)
    {
        var fileActions = stackalloc long[FileActionsWords];
        var attributes = stackalloc long[AttributesWords];
        Check(LibC.posix_spawn_file_actions_init(fileActions), start);
        Check(LibC.posix_spawnattr_init(attributes), start);
        try
        {
            ConnectDescriptors(fileActions, start, streams, third);
            DetachFromHost(attributes, start);
            return Spawn(program, start, fileActions, attributes);
        }
        finally
        {
            _ = LibC.posix_spawnattr_destroy(attributes);
            _ = LibC.posix_spawn_file_actions_destroy(fileActions);
        }
    }

    private static void ConnectDescriptors(long* fileActions, ProcessStart start, ChildStreams streams, SafeFileHandle? third)
    {
        if (streams.TerminalPath is { } terminal)
        {
            // The process leads its session by now, so this makes the terminal the session's.
            Check(LibC.posix_spawn_file_actions_addopen(fileActions, 0, terminal, LibC.O_RDWR, 0), start);
            Check(LibC.posix_spawn_file_actions_adddup2(fileActions, 0, 1), start);
            Check(LibC.posix_spawn_file_actions_adddup2(fileActions, 0, 2), start);
        }
        else
        {
            Check(
                streams.Input is { } input
                    ? LibC.posix_spawn_file_actions_adddup2(fileActions, input, 0)
                    : LibC.posix_spawn_file_actions_addopen(fileActions, 0, "/dev/null", LibC.O_RDONLY, 0),
                start);
            Check(LibC.posix_spawn_file_actions_adddup2(fileActions, streams.Output, 1), start);
            Check(LibC.posix_spawn_file_actions_adddup2(fileActions, streams.Error, 2), start);
        }

        Check(
            start.WorkingFolder is { } folder
                ? LibC.posix_spawn_file_actions_addfchdir_np(fileActions, folder)
                : LibC.posix_spawn_file_actions_addchdir_np(fileActions, start.WorkingDirectory),
            start);
        if (third is not null)
        {
            Check(LibC.posix_spawn_file_actions_adddup2(fileActions, third, ReportDescriptor), start);
        }

        if (start.InputFile is not null)
        {
            Check(LibC.posix_spawn_file_actions_addopen(fileActions, InputDescriptor, start.InputFile, LibC.O_RDONLY, 0), start);
        }

        if (start.SecondInputFile is not null)
        {
            Check(LibC.posix_spawn_file_actions_addopen(fileActions, SecondInputDescriptor, start.SecondInputFile, LibC.O_RDONLY, 0), start);
        }

        // The host may hold descriptors that some library opened without close-on-exec.
        var unused = start.SecondInputFile is not null ? SecondInputDescriptor + 1 : start.InputFile is not null ? InputDescriptor + 1 : third is not null ? ReportDescriptor + 1 : ReportDescriptor;
        Check(LibC.posix_spawn_file_actions_addclosefrom_np(fileActions, unused), start);
    }

    private static void DetachFromHost(long* attributes, ProcessStart start)
    {
        var signals = stackalloc long[SignalSetWords];

        // .NET ignores SIGPIPE, and what is ignored is inherited: `yes | head -1` would end with an error message instead of the signal.
        _ = LibC.sigfillset(signals);
        Check(LibC.posix_spawnattr_setsigdefault(attributes, signals), start);
        _ = LibC.sigemptyset(signals);
        Check(LibC.posix_spawnattr_setsigmask(attributes, signals), start);
        Check(LibC.posix_spawnattr_setflags(attributes, LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGDEF | LibC.POSIX_SPAWN_SETSIGMASK), start);
    }

    private static int Spawn(string program, ProcessStart start, long* fileActions, long* attributes)
    {
        using var arguments = new NativeStrings([start.FileName, .. start.Arguments]);
        var variables = start.Environment.Select(variable => $"{variable.Key}={variable.Value}");
        using var environment = new NativeStrings([.. start.GateVariable is { } gate ? variables.Append($"{gate}={GateDescriptor}") : variables]);
        int id;
        Check(LibC.posix_spawn(&id, program, fileActions, attributes, arguments.Pointers, environment.Pointers), start);
        return id;
    }

    private static void Check(int error, ProcessStart start)
    {
        // These functions return the error; errno stays as it was.
        if (error != 0)
        {
            throw new ProcessStartException($"Cannot start '{start.FileName}' in '{start.WorkingDirectory}': {LibC.ErrorText(error)}.")
            {
                ForCallers = $"Cannot start '{start.FileName}': {LibC.ErrorText(error)}.",
                IsCallersFault = error is LibC.E2BIG or LibC.ENOEXEC or LibC.EACCES,
                IsForLackOfRoom = error == LibC.EAGAIN,
            };
        }
    }
}
