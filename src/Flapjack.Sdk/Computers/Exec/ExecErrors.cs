using System.Net;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>An <c>error</c> event as the exception that the same code has as an HTTP refusal.</summary>
internal static class ExecErrors
{
    public static FlapjackApiException ToException(string? agentId, string? execId, ExecErrorEvent error, Redaction redaction)
    {
        var message = redaction.Message(
            $"The command{(agentId is null ? "" : $" on agent {agentId}")}{(execId is null ? "" : $" ({execId})")} failed: {error.Code ?? "no code"}{(error.Detail is null ? "" : $": {error.Detail}")}.");
        return ComputerErrors.Table.Find(error.Code).Make(
            message, new() { StatusCode = HttpStatusCode.OK, Code = redaction.Of(error.Code), Detail = redaction.Of(error.Detail) });
    }
}
