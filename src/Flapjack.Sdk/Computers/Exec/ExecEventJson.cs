using System.Text;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>Reads an event of a command by its name.</summary>
internal static class ExecEventJson
{
    /// <exception cref="System.Text.Json.JsonException">The data is not what such an event carries.</exception>
    public static ComputerExecEvent Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        type.SequenceEqual("stdout"u8) ? ExecOutputJson.Read(data, new ExecStdoutEvent())
        : type.SequenceEqual("stderr"u8) ? ExecOutputJson.Read(data, new ExecStderrEvent())
        : type.SequenceEqual("exit"u8) ? WireJson.Read(data, ComputersJson.Default.ExecExitEvent)
        : type.SequenceEqual("exec_started"u8) ? WireJson.Read(data, ComputersJson.Default.ExecStartedEvent)
        : type.SequenceEqual("output_dropped"u8) ? WireJson.Read(data, ComputersJson.Default.ExecOutputDroppedEvent)
        : type.SequenceEqual("error"u8) ? WireJson.Read(data, ComputersJson.Default.ExecErrorEvent)
        : new UnknownExecEvent(Encoding.UTF8.GetString(type), WireJson.ReadAny(data));
}
