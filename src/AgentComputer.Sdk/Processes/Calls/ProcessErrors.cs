using Shared.Connect;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>What the codes of the Connect protocol mean, in the answer of a call and at the end of a stream, where there is no status.</summary>
internal static class ProcessErrors
{
    private const string Session = "The session may have been revoked, or the computer stopped.";

    public static ErrorTable Table { get; } = new(
        null,
        new(400, (message, facts) => new AgentComputerValidationException(message) { Facts = facts }) { Codes = [ConnectCodes.InvalidArgument, ConnectCodes.OutOfRange] },
        new(400, (message, facts) => new AgentComputerConflictException(message) { Facts = facts }) { Codes = [ConnectCodes.FailedPrecondition] },
        new(401, (message, facts) => new AgentComputerAuthenticationException(message) { Facts = facts }, Session) { Codes = [ConnectCodes.Unauthenticated] },
        new(403, (message, facts) => new AgentComputerPermissionException(message) { Facts = facts }) { Codes = [ConnectCodes.PermissionDenied] },
        new(404, (message, facts) => new AgentComputerNotFoundException(message) { Facts = facts }, "The process may have ended.") { Codes = [ConnectCodes.NotFound] },
        new(409, (message, facts) => new AgentComputerConflictException(message) { Facts = facts }) { Codes = [ConnectCodes.AlreadyExists, ConnectCodes.Aborted] },
        new(429, (message, facts) => new AgentComputerRateLimitedException(message) { Facts = facts }) { Codes = [ConnectCodes.ResourceExhausted] },
        // What something in front of the service answers has no code of the protocol.
        new(401, (message, facts) => new AgentComputerAuthenticationException(message) { Facts = facts }, Session),
        new(403, (message, facts) => new AgentComputerPermissionException(message) { Facts = facts }),
        new(404, ErrorRow.Plain, "What answered knows no processes: is the computer running, and is the session's connect_url right?"),
        new(429, (message, facts) => new AgentComputerRateLimitedException(message) { Facts = facts }));
}
