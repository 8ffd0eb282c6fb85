using System.Globalization;
using LocalComputers.Programs;
using Shared.Connect;
using Shared.Connect.Messages;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>The events of a process, as Start and Connect tell them.</summary>
internal static class ProcessEvents
{
    public static ProcessEvent Keepalive { get; } = new() { Keepalive = new() };

    public static ProcessEvent Started(ProgramRun program) => new() { Start = new() { Pid = (uint)program.Id } };

    /// <summary>Where the output of a stream stands in an event.</summary>
    public static BytesPath PathOf(ProgramStream stream) => stream switch
    {
        ProgramStream.Terminal => ProcessMessages.PtyOutput,
        ProgramStream.Error => ProcessMessages.Stderr,
        _ => ProcessMessages.Stdout,
    };

    public static ProcessEvent Ended(ProgramEnd end)
    {
        var (hasExited, status) = end switch
        {
            { Failure: { } failure } => (false, failure),
            { Signal: { } signal } => (false, $"signal: {SignalTexts.Of(signal)}"),
            _ => (true, string.Create(CultureInfo.InvariantCulture, $"exit status {end.ExitCode}")),
        };
        var told = new ProcessEvent.Types.EndEvent { ExitCode = hasExited ? end.ExitCode : -1, Exited = hasExited, Status = status };
        if (told.ExitCode != 0)
        {
            told.Error = status;
        }

        return new() { End = told };
    }
}
