using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Auth;

/// <summary>A refusal on its way to the caller as <c>{"error": CODE, "detail": …}</c>.</summary>
internal sealed class ApiError(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    /// <summary>Why a 429 was given; null for every other status.</summary>
    public string? Reason { get; init; }

    /// <summary>After how many seconds the same request would be taken; null where waiting does not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>How a command ended whose output is gone; null for every other refusal.</summary>
    public JsonObject? Exit { get; init; }

    public static ApiError BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    public static ApiError Unauthorized(string detail) => new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", detail);

    public static ApiError Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "FORBIDDEN", detail);

    public static ApiError NotFound(string detail) => new(StatusCodes.Status404NotFound, "NOT_FOUND", detail);

    public static ApiError NotReady(string detail) => new(StatusCodes.Status409Conflict, "SANDBOX_NOT_READY", detail);

    public static ApiError Gone(string code, string detail, JsonObject? exit = null) => new(StatusCodes.Status410Gone, code, detail) { Exit = exit };

    public static ApiError Destroyed(string detail) => new(StatusCodes.Status410Gone, "SANDBOX_DESTROYED", detail);
}
