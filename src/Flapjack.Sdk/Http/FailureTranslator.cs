using System.Net;
using System.Text;
using Polly.Timeout;

namespace Flapjack.Sdk.Http;

/// <summary>Turns refusals and transport failures into the client's exceptions, with messages that say what to do next.</summary>
internal sealed class FailureTranslator(FlapjackSettings settings, HttpClient client)
{
    private const int RawLength = 4_096;

    /// <summary>The exception to throw in place of a transport failure; null where the failure itself is to be thrown.</summary>
    public Exception? Translate(ApiCall call, Exception exception, CancellationToken callerToken) => exception switch
    {
        // The caller's own token, not the exception's: linked tokens make the latter say nothing.
        _ when callerToken.IsCancellationRequested => new OperationCanceledException($"{call.Request} was cancelled.", exception, callerToken),
        TimeoutRejectedException => TimedOut(call, exception, FlapjackTimeoutBudget.Response, call.ResponseTimeout, "without an answer"),
        _ when TransportFailure.IsHttpClientTimeout(exception) => TimedOut(call, exception, FlapjackTimeoutBudget.HttpClient, client.Timeout, "of the HttpClient's own Timeout"),
        _ when TransportFailure.IsConnectTimeout(exception) => TimedOut(call, exception, FlapjackTimeoutBudget.Connect, settings.ConnectTimeout, "without a connection"),
        HttpRequestException => Unreachable(call, exception),
        _ => null,
    };

    public FlapjackApiException Refused(ApiCall call, HttpResponseMessage response, byte[] body)
    {
        var error = ErrorBody.Read(body);
        var facts = new ApiErrorFacts
        {
            StatusCode = response.StatusCode,
            Code = settings.Redact(error.Code),
            Detail = settings.Redact(error.Detail),
            RequestId = settings.Redact(RequestIdOf(response)),
            RetryAfter = RetryAfter.Of(response, settings.TimeProvider),
            Attempts = call.Attempts,
        };
        var said = error.Code is null && error.Detail is null ? PrintBody(body) : error.Detail is null ? "" : $": {error.Detail.TrimEnd('.')}";
        var message = $"{call.Request} was answered {(int)facts.StatusCode} {facts.Code ?? response.ReasonPhrase}{said}"
            + (facts.RequestId is null ? "." : $" (request {facts.RequestId}).")
            + ErrorKind.Advice(response, facts.Code, facts.RetryAfter);
        return ErrorKind.Of(settings.Redact(message), error.Reason, facts);
    }

    public FlapjackProtocolException NotTheApi(ApiRequest request, HttpResponseMessage response, byte[] body, string expected, Exception? cause) => new(
        settings.Redact($"{request} was answered {(int)response.StatusCode} with {DescribeContent(response)}, which is not {expected}{PrintBody(body)}. "
            + "Does the base address point at the Flapjack API?"),
        cause)
    {
        Raw = Truncate(settings.Redact(Encoding.UTF8.GetString(body)), RawLength),
    };

    private FlapjackTimeoutException TimedOut(ApiCall call, Exception cause, FlapjackTimeoutBudget budget, TimeSpan timeout, string what)
    {
        var option = budget == FlapjackTimeoutBudget.Response ? settings.ResponseTimeout : timeout;
        return new(
            $"{call.Request} timed out after {BudgetText.Seconds(timeout)} {what} ({BudgetText.Of(budget, timeout, option, call.Request.MayTake)}; "
            + $"{Times(call.Attempts, budget != FlapjackTimeoutBudget.Connect)}). "
            + (budget == FlapjackTimeoutBudget.Connect ? "The service did nothing." : "Whether the service acted on it is unknown."),
            cause)
        {
            Budget = budget,
            Timeout = timeout,
        };
    }

    private FlapjackConnectionException Unreachable(ApiCall call, Exception cause)
    {
        var neverArrived = TransportFailure.ProvesNothingArrived(cause);
        return new(
            settings.Redact($"{call.Request}: "
                + (neverArrived ? $"no connection to {settings.BaseAddress.GetLeftPart(UriPartial.Authority)}" : "the connection broke before the answer was complete")
                + $" ({cause.Message}; {Times(call.Attempts, !neverArrived)}). "
                + (neverArrived ? "The service did nothing." : "Whether the service acted on it is unknown.")),
            cause)
        {
            RequestMayHaveArrived = !neverArrived,
            Attempts = call.Attempts,
        };
    }

    private static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Request-Id", out var values) ? values.FirstOrDefault() : null;

    private static string Times(int attempts, bool arrived) => (arrived ? "sent " : "tried ") + (attempts == 1 ? "once" : $"{attempts} times");

    private static string DescribeContent(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType ?? (response.StatusCode == HttpStatusCode.NoContent ? "no content" : "no content type");

    private string PrintBody(byte[] body)
    {
        // In this order: half a key would not be recognized.
        var text = Truncate(settings.Redact(Encoding.UTF8.GetString(body)), 200);
        var printable = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return printable.Length == 0 ? "" : $": {printable}";
    }

    private static string Truncate(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
