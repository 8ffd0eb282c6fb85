using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>Which events a command has, and how each is read.</summary>
internal static class ExecEvents
{
    // `stdout` is the first row, because most events are `stdout` and the rows are searched in order. The names of `exec_started` and `exit` already
    // say that the command runs, and that it has ended. An exception about their data would cost the command, or all of its output.
    public static EventTable<ComputerExecEvent> Table { get; } = new EventTable<ComputerExecEvent>((name, data) => new UnknownExecEvent(name, data))
        .On("stdout", data => ExecOutputJson.Read(data, new ExecStdoutEvent()))
        .On("stderr", data => ExecOutputJson.Read(data, new ExecStderrEvent()))
        .On("exec_started", ComputersJson.Default.ExecStartedEvent, fields => new() { AdditionalProperties = fields })
        .On("output_dropped", ComputersJson.Default.ExecOutputDroppedEvent)
        .Last("exit", ComputersJson.Default.ExecExitEvent, fields => new() { AdditionalProperties = fields })
        .Last("error", ComputersJson.Default.ExecErrorEvent);
}
