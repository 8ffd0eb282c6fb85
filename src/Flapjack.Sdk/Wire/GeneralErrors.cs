using Shared.Wire.Errors;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Wire;

/// <summary>What a refusal means everywhere in the API. A resource that knows more puts its own table before this table.</summary>
internal static class GeneralErrors
{
    public static ErrorTable Table { get; } = new(
        null,
        new(400, (message, facts) => new FlapjackValidationException(message) { Facts = facts }),
        new(422, (message, facts) => new FlapjackValidationException(message) { Facts = facts }),
        new(401, (message, facts) => new FlapjackAuthenticationException(message) { Facts = facts }, "Check the API key."),
        new(403, Forbidden, "Use a key of this organization that may do this."),
        new(404, (message, facts) => new FlapjackNotFoundException(message) { Facts = facts }),
        new(409, ErrorRow.Plain, "The request is in conflict with what exists already; read the current state before you send the request again."),
        new(410, ErrorRow.Plain, "What the request is about is gone for good."),
        new(429, RateLimited));

    public static FlapjackApiException Forbidden(string message, ApiErrorFacts facts) => new FlapjackPermissionException(message) { Facts = facts };

    public static FlapjackApiException RateLimited(string message, ApiErrorFacts facts) =>
        new RateLimitedException(message) { Facts = facts, Reason = new(facts.Reason) };
}
