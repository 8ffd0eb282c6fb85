using System.Net;
using System.Text.Json;
using Shared.Wire.Errors;

namespace AgentComputer.Sdk;

/// <summary>The service answered, and the answer is a refusal or a failure.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
/// <param name="innerException">The cause, if there is one.</param>
/// <remarks>The error envelope of every endpoint: <c>{"error":{"code":"…","message":"…"}}</c>.</remarks>
public class AgentComputerApiException(string message, Exception? innerException = null) : AgentComputerException(message, innerException)
{
    private ApiErrorFacts _facts = new();

    /// <summary>The HTTP status of the answer. It is 200 when the service told of the failure inside a stream that had already begun.</summary>
    public HttpStatusCode StatusCode { get => _facts.StatusCode; init => _facts = _facts with { StatusCode = value }; }

    /// <summary>The service's machine-readable code, for example <c>not_found</c>; null when the answer carried none.</summary>
    public string? ErrorCode { get => _facts.Code; init => _facts = _facts with { Code = value }; }

    /// <summary>The service's explanation for people; null when the answer carried none.</summary>
    public string? Detail { get => _facts.Detail; init => _facts = _facts with { Detail = value }; }

    /// <summary>The service's id of the request, for its support; null when the answer carried none.</summary>
    public string? RequestId { get => _facts.RequestId; init => _facts = _facts with { RequestId = value }; }

    /// <summary>How long the service asks to wait before the next attempt; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get => _facts.RetryAfter; init => _facts = _facts with { RetryAfter = value }; }

    /// <summary>How many times the request was sent, retries included; at least 1.</summary>
    public int Attempts { get => _facts.Attempts; init => _facts = _facts with { Attempts = value }; }

    /// <summary>The whole error as it came; undefined if it is no object.</summary>
    internal JsonElement Error => _facts.Error;

    internal ApiErrorFacts Facts { init => _facts = value; }
}
