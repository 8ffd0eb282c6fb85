namespace Flapjack.Sdk.Http;

/// <summary>Which exception stands for which status, and what to advise.</summary>
internal static class ErrorKind
{
    public static FlapjackApiException Of(string message, string? reason, ApiErrorFacts facts) => (int)facts.StatusCode switch
    {
        400 or 422 => new FlapjackValidationException(message) { Facts = facts },
        401 => new FlapjackAuthenticationException(message) { Facts = facts },
        403 => new FlapjackPermissionException(message) { Facts = facts },
        404 => new FlapjackNotFoundException(message) { Facts = facts },
        // The contract knows 409 and 410 of the computer API only.
        409 => new ComputerNotReadyException(message) { Facts = facts },
        // These two are about a command's output; the computer lives.
        410 when facts.Code is "EXEC_EXPIRED" or "RESUME_GAP" => new FlapjackApiException(message) { Facts = facts },
        410 => new ComputerDestroyedException(message) { Facts = facts },
        429 => new RateLimitedException(message) { Facts = facts, Reason = new(reason) },
        _ => new FlapjackApiException(message) { Facts = facts },
    };

    /// <summary>What to do next; empty, or a sentence with a leading space.</summary>
    public static string Advice(HttpResponseMessage response, string? code, TimeSpan? retryAfter) => (int)response.StatusCode switch
    {
        401 => " Check the API key.",
        403 => " Use a key of this organization that has the scope sandbox:admin.",
        409 => " Wait for the computer with WaitUntilComputerReadyAsync.",
        410 when code is not ("EXEC_EXPIRED" or "RESUME_GAP") => " Create the computer again with CreateAgentFromTemplateAsync and the same ExternalAppId.",
        429 when retryAfter is { } wait => $" Try again after {wait.TotalSeconds:0.###} s.",
        >= 300 and < 400 => $" Redirects are not followed; this one leads to {response.Headers.Location?.ToString() ?? "nowhere"}. Does the base address point at the Flapjack API?",
        _ => "",
    };
}
