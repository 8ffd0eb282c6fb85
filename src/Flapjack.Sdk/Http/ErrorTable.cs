namespace Flapjack.Sdk.Http;

/// <summary>Which exception stands for which refusal, and what to advise. Every request carries the table of its resource.</summary>
/// <param name="others">Where to look for what this table has no row for; null for nowhere.</param>
/// <param name="rows">The first that fits counts: a row with codes stands before the one for the whole status.</param>
internal sealed class ErrorTable(ErrorTable? others, params ErrorRow[] rows)
{
    private static readonly ErrorRow Unknown = new(0, ErrorRow.Plain);

    /// <summary>What a status means everywhere in the API; it knows nothing of computers.</summary>
    public static ErrorTable General { get; } = new(
        null,
        new(400, (message, facts) => new FlapjackValidationException(message) { Facts = facts }),
        new(422, (message, facts) => new FlapjackValidationException(message) { Facts = facts }),
        new(401, (message, facts) => new FlapjackAuthenticationException(message) { Facts = facts }, "Check the API key."),
        new(403, Forbidden, "Use a key of this organization that may do this."),
        new(404, (message, facts) => new FlapjackNotFoundException(message) { Facts = facts }),
        new(409, ErrorRow.Plain, "The request is in conflict with what is there already; read that before you send it again."),
        new(410, ErrorRow.Plain, "What the request is about is gone for good."),
        new(429, RateLimited));

    public ErrorRow Find(int status, string? code) => Array.Find(rows, row => row.IsAbout(status, code)) ?? others?.Find(status, code) ?? Unknown;

    /// <summary>The row for a code that came without a status, inside a stream.</summary>
    public ErrorRow Find(string? code) => Array.Find(rows, row => row.Codes.Contains(code)) ?? others?.Find(code) ?? Unknown;

    public static FlapjackApiException Forbidden(string message, ApiErrorFacts facts) => new FlapjackPermissionException(message) { Facts = facts };

    public static FlapjackApiException RateLimited(string message, ApiErrorFacts facts) =>
        new RateLimitedException(message) { Facts = facts, Reason = new(facts.Reason) };
}
