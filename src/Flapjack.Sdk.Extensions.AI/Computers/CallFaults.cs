using System.Globalization;
using System.Net;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Says to a model what a failure of the service means for it.</summary>
internal static class CallFaults
{
    public const string Unknown = "The connection to the computer broke, and nobody knows what became of the call: it may have done all, some or nothing of its work. Look at what it has changed before you call it again.";

    /// <summary>The explanation; null if the model can do nothing about it, and the caller must know.</summary>
    public static string? Explain(FlapjackException e) => e switch
    {
        ComputerNotReadyException => "The agent has no computer that is ready, and nothing was run. Try again in a minute.",
        RateLimitedException limited => $"The computer takes no more calls for now, and nothing was run. Try again {Later(limited.RetryAfter)}.",
        FlapjackValidationException refused => $"The computer refused the call, and nothing was run: {refused.Detail ?? refused.ErrorCode ?? "it did not say why"}",
        FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.Ready } => "The computer did not become ready in time, and nothing was run. Try again later.",
        FlapjackTimeoutException { Budget: FlapjackTimeoutBudget.Quota } => "The call did not get its turn in time, and nothing was run. Try again later.",
        FlapjackStreamInterruptedException or FlapjackTimeoutException or FlapjackConnectionException => Unknown,
        ComputerDestroyedException or ComputerBootstrapFailedException => null,
        // An error within a stream that had begun: the service lost the command.
        FlapjackApiException { StatusCode: HttpStatusCode.OK } lost => $"The computer lost the command: {lost.Detail ?? lost.ErrorCode ?? "it did not say why"} Look at what it has changed before you call it again.",
        FlapjackApiException { StatusCode: >= HttpStatusCode.InternalServerError } => Unknown,
        _ => null,
    };

    private static string Later(TimeSpan? wait) => wait is { } time ? string.Create(CultureInfo.InvariantCulture, $"in {Math.Ceiling(time.TotalSeconds)} s") : "in a minute";
}
