namespace Shared.Wire.Http;

/// <summary>The exceptions for a handler that sent a request to another address, or sent it a second time.</summary>
internal static class HandlerFaults
{
    /// <summary>Throws if the answer comes from another address than the request was sent to.</summary>
    /// <exception cref="WireProtocolException">The addresses differ; the response is disposed.</exception>
    public static void ThrowIfElsewhere(ApiRequest request, Uri asked, HttpRequestMessage message, HttpResponseMessage response, WireSettings settings)
    {
        // A handler in a test may leave RequestMessage out.
        var sent = response.RequestMessage ?? message;
        // Compare the text of the addresses: a handler may have put back an equal address as a new object.
        if (sent.RequestUri is not { } answered || (answered.IsAbsoluteUri && answered.AbsoluteUri == asked.AbsoluteUri && sent.Method == request.Method))
        {
            return;
        }

        response.Dispose();
        throw new WireProtocolException(settings.Redaction.Message(
            $"{request} was asked at {Show(asked)} and answered from {sent.Method} {Show(answered)}: a handler under the HttpClient followed a redirect, or changed the request's address. "
            + $"The answer was not used; whether a service acted on the request is unknown. Set AllowAutoRedirect to false on the handler; "
            + $"a handler that sends requests to another address on purpose must set RequestUri back when its answer is there."));
    }

    public static WireProtocolException SentTwice(ApiRequest request, Exception cause, WireSettings settings) => new(
        $"{request}: a handler under the HttpClient began to send the body a second time, as a handler that follows redirects, repeats requests or answers a proxy's question for credentials does. "
        + "It was stopped before the body left again; whether the service acted on the first sending is unknown. Set AllowAutoRedirect to false, and remove handlers that repeat: "
        + "the client repeats what is safe to repeat.",
        settings.Redaction.Cause(cause));

    // The user information and the query are left out, because they may hold secrets.
    private static string Show(Uri address) => address.IsAbsoluteUri ? $"{address.Scheme}://{address.Authority}{address.AbsolutePath}" : address.OriginalString;
}
