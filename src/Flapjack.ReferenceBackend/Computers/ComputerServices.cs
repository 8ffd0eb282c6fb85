using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.ReferenceBackend.Processes;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>What every computer of a backend shares.</summary>
internal sealed record ComputerServices(
    string DataDirectory,
    string Path,
    IReadOnlyDictionary<string, string> RepositoryRewrites,
    ComputerNaming Naming,
    ExecLimits Limits,
    ExecStore Execs,
    Shell Shell,
    ProcessTable Processes,
    ComputerProcessServices ComputerProcesses,
    TimeProvider Clock,
    ILogger Logger);
