using System.Net;
using System.Text;
using Polly.Timeout;
using Shared.Wire.Errors;

namespace Shared.Wire.Http;

/// <summary>Turns refusals and transport failures into the client's exceptions, with messages that say what to do next.</summary>
internal sealed class FailureTranslator(WireSettings settings, Connections connections)
{
    private const int RawLength = 4_096;
    private const int SearchedBytes = 64 * 1024;

    private readonly Redaction _redaction = settings.Redaction;

    /// <summary>The exception to throw in place of a transport failure; null if the failure itself is to be thrown.</summary>
    public Exception? Translate(ApiCall call, Exception exception, CancellationToken callerToken) => exception switch
    {
        // Look at the caller's token and not at the exception's: the exception names a linked token, which does not tell who cancelled.
        _ when callerToken.IsCancellationRequested =>
            new OperationCanceledException(_redaction.Message($"{call.Request} was cancelled."), _redaction.Cause(exception), callerToken),
        _ when OneTimeContent.WasSentTwice(exception) => HandlerFaults.SentTwice(call.Request, exception, settings),
        _ when UploadContent.CallersFailureIn(exception) is { } ofTheCaller => ofTheCaller,
        TimeoutRejectedException late when call.Request.Upload is not null =>
            TimedOut(call, exception, WireTimeoutBudget.Response, late.Timeout, "in which no byte of the upload left and no answer came"),
        TimeoutRejectedException => TimedOut(call, exception, WireTimeoutBudget.Response, call.ResponseTimeout, "without an answer"),
        _ when TransportFailure.IsHttpClientTimeout(exception) => TimedOut(call, exception, WireTimeoutBudget.HttpClient, connections.Client.Timeout, "of the HttpClient's own Timeout"),
        _ when TransportFailure.IsConnectTimeout(exception) => TimedOut(call, exception, WireTimeoutBudget.Connect, settings.ConnectTimeout, "without a connection"),
        HttpRequestException => Unreachable(call, exception),
        _ => null,
    };

    public WireApiException Refused(ApiCall call, HttpResponseMessage response, byte[] body)
    {
        var error = settings.Dialect.ReadError(body);
        var facts = new ApiErrorFacts
        {
            StatusCode = response.StatusCode,
            Code = _redaction.Of(error.Code),
            Detail = _redaction.Of(error.Detail),
            Reason = _redaction.Of(error.Reason),
            RequestId = _redaction.Of(RequestIdOf(response)),
            RetryAfter = RetryAfter.Of(response, settings.TimeProvider),
            Attempts = call.Attempts,
            Error = error.Error,
        };
        var name = error.Code ?? response.ReasonPhrase;
        var said = error.Code is null && error.Detail is null ? PrintBody(body) : error.Detail is null ? "" : $": {error.Detail}";
        var row = (call.Request.Errors ?? settings.Dialect.Errors).Find((int)facts.StatusCode, error.Code);
        var message = _redaction.Message(
            $"{call.Request} was answered {(int)facts.StatusCode}{(string.IsNullOrEmpty(name) ? "" : $" {name}")}{said}{(facts.RequestId is null ? "" : $" (request {facts.RequestId})")}.");
        return row.Make(string.Join(' ', [message, .. Advice(call.Request, row, response, facts, error.Code)]), facts);
    }

    /// <summary>A failure that was told inside a stream, after a success had been told.</summary>
    public WireApiException FailedInStream(ApiRequest request, HttpResponseMessage response, ErrorBody error)
    {
        var facts = new ApiErrorFacts
        {
            StatusCode = response.StatusCode,
            Code = _redaction.Of(error.Code),
            Detail = _redaction.Of(error.Detail),
            RequestId = _redaction.Of(RequestIdOf(response)),
        };
        var row = (request.Errors ?? settings.Dialect.Errors).Find(error.Code);
        var message = _redaction.Message(
            $"The stream of {request} failed: {error.Code}{(string.IsNullOrEmpty(error.Detail) ? "" : $": {error.Detail}")}{(facts.RequestId is null ? "" : $" (request {facts.RequestId})")}.");
        return row.Make(row.Advice.Length == 0 ? message : $"{message} {row.Advice}", facts);
    }

    public WireProtocolException TooLarge(ApiRequest request, HttpResponseMessage response, long most, Exception cause) => new(
        _redaction.Message($"{request} was answered {(int)response.StatusCode} with more than {most >> 20} MiB, which is the most that the client takes as one answer."),
        _redaction.Cause(cause));

    public WireProtocolException NotTheApi(ApiRequest request, HttpResponseMessage response, byte[] body, string expected, Exception? cause) => new(
        _redaction.Message(
            $"{request} was answered {(int)response.StatusCode} with {DescribeContent(response)}, which is not {expected}{PrintBody(body)}. Does the base address point at {settings.Dialect.Api}?")
        + ProxyThatMayHaveAnswered(response, null),
        _redaction.Cause(cause))
    {
        Raw = Truncate(TextOf(body), RawLength),
    };

    /// <summary>The sentences that say what to do next; none if there is no advice.</summary>
    private IEnumerable<string> Advice(ApiRequest request, ErrorRow row, HttpResponseMessage response, ApiErrorFacts facts, string? code)
    {
        var isAboutNoKey = facts.StatusCode == HttpStatusCode.Unauthorized && request.WithoutKey;
        if (isAboutNoKey)
        {
            yield return "The call is always sent without the key.";
        }
        else if (row.Advice.Length > 0)
        {
            yield return row.Advice;
        }

        if (facts.StatusCode == HttpStatusCode.Unauthorized && !isAboutNoKey)
        {
            yield return $"It came from {settings.ApiKeyPlace}.";
        }

        if (facts.StatusCode == HttpStatusCode.TooManyRequests && facts.RetryAfter is { } wait)
        {
            yield return _redaction.Message($"Try again after {wait.TotalSeconds:0} s.");
        }

        if ((int)facts.StatusCode is >= 300 and < 400)
        {
            yield return _redaction.Message(
                $"Redirects are not followed; this one leads to {response.Headers.Location?.ToString() ?? "nowhere"}. Does the base address point at {settings.Dialect.Api}?");
        }

        if (ProxyThatMayHaveAnswered(response, code).TrimStart() is { Length: > 0 } proxy)
        {
            yield return proxy;
        }
    }

    private WireTimeoutException TimedOut(ApiCall call, Exception cause, WireTimeoutBudget budget, TimeSpan timeout, string what)
    {
        var option = budget == WireTimeoutBudget.Response ? settings.ResponseTimeout : timeout;
        return new(
            _redaction.Message(
                $"{call.Request} timed out after {BudgetText.Seconds(timeout)} {what} ({BudgetText.Of(budget, settings.Dialect, timeout, option, call.Request.MayTake)}; {Times(call.Attempts, budget != WireTimeoutBudget.Connect)}). ")
            + (budget == WireTimeoutBudget.Connect ? $"The service did nothing.{connections.DescribeProxy(settings.BaseAddress)}" : "Whether the service acted on it is unknown."),
            _redaction.Cause(cause))
        {
            Budget = budget,
            Timeout = timeout,
        };
    }

    private WireConnectionException Unreachable(ApiCall call, Exception cause)
    {
        var neverArrived = TransportFailure.ProvesNothingArrived(cause);
        var what = neverArrived ? $"no connection to {settings.BaseAddress.GetLeftPart(UriPartial.Authority)}" : "the connection broke before the answer was complete";
        return new(
            _redaction.Message($"{call.Request}: {what} ({TransportFailure.Describe(cause)}; {Times(call.Attempts, !neverArrived)}). ")
            + (neverArrived ? "The service did nothing." : "Whether the service acted on it is unknown.")
            + (TransportFailure.IsRefusedByTls(cause) ? " It was not tried again, because the next attempt would fail in the same way: check the base address, and the certificates on both sides." : "")
            + connections.DescribeProxy(settings.BaseAddress),
            _redaction.Cause(cause))
        {
            RequestMayHaveArrived = !neverArrived,
            Attempts = call.Attempts,
        };
    }

    // Through a tunnel only the service can answer. Plain http can also be answered by the proxy, and a 407 comes from a proxy only.
    private string ProxyThatMayHaveAnswered(HttpResponseMessage response, string? code) =>
        response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired || (code is null && settings.BaseAddress.Scheme == Uri.UriSchemeHttp)
            ? connections.DescribeProxy(settings.BaseAddress)
            : "";

    private string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(settings.Dialect.RequestIdHeader, out var values) ? values.FirstOrDefault() : null;

    private static string Times(int attempts, bool arrived) => (arrived ? "sent " : "tried ") + (attempts == 1 ? "once" : $"{attempts} times");

    private static string DescribeContent(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType ?? (response.StatusCode == HttpStatusCode.NoContent ? "no content" : "no content type");

    private string PrintBody(byte[] body)
    {
        // Redact first and cut afterwards: half a key would not be recognized.
        var text = Truncate(TextOf(body), 200);
        var printable = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return printable.Length == 0 ? "" : $": {printable}";
    }

    // Only the beginning is searched for the key: the search takes time for every character, and an error page may be very large.
    private string TextOf(byte[] body) => _redaction.Of(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, SearchedBytes)));

    private static string Truncate(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
