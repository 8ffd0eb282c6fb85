namespace LocalComputers.Computers.Exec;

/// <summary>Why a command has no exit code.</summary>
internal enum ExecFailure
{
    /// <summary>The system, or the disk, did not let the command start.</summary>
    NotStarted,

    /// <summary>The command was stopped before it started.</summary>
    Stopped,

    /// <summary>The command's computer has gone.</summary>
    ComputerGone,

    /// <summary>Nobody knows how the command went.</summary>
    Unknown,
}
