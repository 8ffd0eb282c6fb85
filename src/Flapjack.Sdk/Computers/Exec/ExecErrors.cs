using System.Net;

namespace Flapjack.Sdk;

/// <summary>An <c>error</c> event as the exception that the same code has as an HTTP refusal.</summary>
internal static class ExecErrors
{
    public static FlapjackApiException ToException(string agentId, string? execId, ExecErrorEvent error)
    {
        var message = $"The command on agent {agentId}{(execId is null ? "" : $" ({execId})")} failed: {error.Code ?? "no code"}{(error.Detail is null ? "" : $": {error.Detail.TrimEnd('.')}")}.";
        var facts = new ApiErrorFacts { StatusCode = HttpStatusCode.OK, Code = error.Code, Detail = error.Detail };
        return error.Code switch
        {
            "SANDBOX_DESTROYED" or "COMPUTER_DESTROYED" => new ComputerDestroyedException(message) { Facts = facts },
            "SANDBOX_NOT_READY" or "COMPUTER_NOT_READY" => new ComputerNotReadyException(message) { Facts = facts },
            _ => new FlapjackApiException(message) { Facts = facts },
        };
    }
}
