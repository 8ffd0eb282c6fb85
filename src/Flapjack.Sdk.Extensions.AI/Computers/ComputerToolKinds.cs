namespace Flapjack.Sdk.Extensions.AI;

/// <summary>The functions of a computer.</summary>
[Flags]
public enum ComputerToolKinds
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>run_command</c> runs a shell command.</summary>
    RunCommand = 1,

    /// <summary><c>read_file</c> reads a text file, or lines of it.</summary>
    ReadFile = 2,

    /// <summary><c>write_file</c> makes a text file, or replaces it.</summary>
    WriteFile = 4,

    /// <summary><c>list_files</c> lists a folder.</summary>
    ListFiles = 8,

    /// <summary>All of them.</summary>
    All = RunCommand | ReadFile | WriteFile | ListFiles,
}
