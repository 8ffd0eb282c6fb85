using System.Net.Http.Headers;

namespace Shared.Wire.Http;

/// <summary>Builds the message of one attempt: address, key, headers and body. Each attempt has a message of its own, since a message can be sent once.</summary>
internal sealed class RequestMessageBuilder(WireSettings settings, Connections connections)
{
    /// <summary>What logs show in place of a path that holds a secret.</summary>
    public static readonly HttpRequestOptionsKey<string> ShownPath = new("wire.path");

    private const int MaxUnaskedBytes = 64 * 1024;

    private static readonly MediaTypeHeaderValue JsonMediaType = new("application/json");

    private readonly string _baseAddress = settings.BaseAddress.AbsoluteUri.TrimEnd('/');
    private readonly ApiKeyHeader _key = new(settings);

    /// <param name="request">The call.</param>
    /// <param name="deadline">The deadline of the attempt, which an upload moves.</param>
    /// <param name="asked">The key that the app's provider gave for the attempt; null if the key never changes, or if the request has none.</param>
    public HttpRequestMessage Build(ApiRequest request, AttemptDeadline? deadline = null, AuthenticationHeaderValue? asked = null)
    {
        // Uri would resolve %2E%2E as a parent folder, so canonicalization is off.
        var address = new Uri(_baseAddress + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(request.Method, address);
        if (!request.WithoutKey)
        {
            _key.PutOn(message, asked);
        }

        AddHeaders(message, request);
        if (request.Path.HasSecret)
        {
            message.Options.Set(ShownPath, request.Path.WithoutQuery);
        }

        if (request.Body is not null)
        {
            message.Content = new BytesContent(request.Body.Utf8, settings.Dialect.ClientName) { Headers = { ContentType = JsonMediaType } };
        }
        else if (request.Upload is not null && deadline is not null)
        {
            message.Content = new UploadContent(request.Upload, deadline, settings.Dialect.ClientName);
            // A service that refuses the request by its head then does so before the file is read and sent. A small file is sent in less time than
            // the question takes.
            message.Headers.ExpectContinue = message.Content.Headers.ContentLength is null or > MaxUnaskedBytes;
        }
        else if (request.Bytes is not null)
        {
            message.Content = new BytesContent(request.Bytes.Content, settings.Dialect.ClientName) { Headers = { ContentType = new(request.Bytes.MediaType) } };
        }
        else if (request.Piped is not null && deadline is not null)
        {
            message.Content = new PipedContent(request.Piped, deadline, settings.Dialect.ClientName);
        }
        else if (request.Acts)
        {
            // SocketsHttpHandler repeats a request without content by itself after a cut. A POST would then act twice; and the 404 of a DELETE could
            // mean that the first attempt deleted the thing, or that the thing never existed.
            message.Content = new BytesContent([], settings.Dialect.ClientName);
        }

        if (!connections.KeepsBaggageBack)
        {
            TraceHeaders.HoldBack(message);
        }

        return message;
    }

    private void AddHeaders(HttpRequestMessage message, ApiRequest request)
    {
        message.Headers.UserAgent.Add(UserAgent.Value);
        message.Headers.Accept.ParseAdd(request.StreamType ?? request.Bytes?.MediaType ?? "application/json");
        if (request.StreamType is not null)
        {
            // A compressor between us and the service would hold back events until it has a block full.
            message.Headers.AcceptEncoding.ParseAdd("identity");
            message.Headers.CacheControl = new() { NoCache = true };
        }

        if (request.IdempotencyKey is not null)
        {
            message.Headers.Add("Idempotency-Key", request.IdempotencyKey);
        }

        if (request.LastEventId is not null)
        {
            message.Headers.Add("Last-Event-ID", request.LastEventId);
        }

        foreach (var (name, value) in settings.Headers)
        {
            // The caller's own headers were checked, and have other names than those of the client. .NET would want a date in Date.
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }
    }
}
