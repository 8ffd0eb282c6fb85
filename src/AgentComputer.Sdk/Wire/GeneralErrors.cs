using Shared.Wire.Errors;
using Shared.Wire.Http;

namespace AgentComputer.Sdk.Wire;

/// <summary>What a refusal means everywhere in the API. A resource that knows more puts its own table before this table.</summary>
internal static class GeneralErrors
{
    public static ErrorTable Table { get; } = new(
        null,
        new(400, (message, facts) => new AgentComputerValidationException(message) { Facts = facts }),
        new(422, (message, facts) => new AgentComputerValidationException(message) { Facts = facts }),
        new(401, (message, facts) => new AgentComputerAuthenticationException(message) { Facts = facts }, "Check the API key."),
        new(403, (message, facts) => new AgentComputerPermissionException(message) { Facts = facts }, "Use a key of this workspace that may do this."),
        new(404, (message, facts) => new AgentComputerNotFoundException(message) { Facts = facts }, "The API takes ids, not handles."),
        new(409, Conflict, "Start the computer with EnsureReadyAsync.") { Codes = ["computer_not_running"] },
        new(
            409,
            Conflict,
            "The request is in conflict with what exists already; read the current state before you send the request again."),
        new(429, (message, facts) => new AgentComputerRateLimitedException(message) { Facts = facts }));

    private static AgentComputerConflictException Conflict(string message, ApiErrorFacts facts) => new(message) { Facts = facts };
}
