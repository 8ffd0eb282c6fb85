using AgentComputer.Sdk.Wire;
using Shared.Connect;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>The words of the gateway that leads to the processes of a computer: those of the API, and errors of the Connect protocol.</summary>
internal static class ProcessDialect
{
    public static WireDialect Value { get; } = AgentComputerDialect.Value with
    {
        Api = "the service process.Process of a computer",
        Errors = ProcessErrors.Table,
        ReadError = ReadError,
    };

    // Something in front of the gateway may answer in the API's envelope.
    private static ErrorBody ReadError(byte[] body) =>
        ConnectError.OfBody(body) is { } error ? new(error.Code, error.Message.Length == 0 ? null : error.Message, Reason: null) : ErrorEnvelope.Read(body);
}
