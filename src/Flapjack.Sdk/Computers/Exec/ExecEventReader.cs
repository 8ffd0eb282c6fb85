using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>Turns the frames of an exec stream into events.</summary>
internal static class ExecEventReader
{
    public static ComputerExecEvent Read(string type, ReadOnlySpan<byte> data) => type switch
    {
        "exec_started" => WireJson.Read(data, FlapjackJsonContext.Default.ExecStartedEvent),
        "stdout" => WireJson.Read(data, FlapjackJsonContext.Default.ExecStdoutEvent),
        "stderr" => WireJson.Read(data, FlapjackJsonContext.Default.ExecStderrEvent),
        "exit" => WireJson.Read(data, FlapjackJsonContext.Default.ExecExitEvent),
        "error" => WireJson.Read(data, FlapjackJsonContext.Default.ExecErrorEvent),
        _ => new UnknownExecEvent(type, WireJson.ReadAny(data)),
    };
}
