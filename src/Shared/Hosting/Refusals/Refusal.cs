using System.Text.Json.Nodes;

namespace Shared.Hosting.Refusals;

/// <summary>A refusal of a request. It knows no HTTP, so every part of the backend may throw it; the error envelope sends it to the caller.</summary>
/// <param name="kind">Why the request is refused.</param>
/// <param name="code">The code that the contract gives this very refusal; null if the vendor has one code for every refusal of the kind.</param>
/// <param name="detail">What happened, and what to do next.</param>
internal sealed class Refusal(RefusalKind kind, string? code, string detail) : Exception(detail)
{
    public RefusalKind Kind => kind;

    public string? Code => code;

    /// <summary>Which limit is reached; null for every other refusal.</summary>
    public string? Reason { get; init; }

    /// <summary>After how many seconds the same request would be accepted; null if waiting does not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How a command ended, if the refusal is about a command whose output is gone; null for every other refusal.</summary>
    public JsonObject? Exit { get; init; }

    public static Refusal Invalid(string code, string detail) => new(RefusalKind.Invalid, code, detail);

    public static Refusal Unauthorized(string detail) => new(RefusalKind.Unauthorized, code: null, detail);

    public static Refusal Forbidden(string detail) => new(RefusalKind.Forbidden, code: null, detail);

    public static Refusal NotFound(string detail) => new(RefusalKind.NotFound, code: null, detail);

    public static Refusal Gone(string code, string detail, JsonObject? exit = null) => new(RefusalKind.Gone, code, detail) { Exit = exit };
}
