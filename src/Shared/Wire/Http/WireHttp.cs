using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shared.Wire.Json;

namespace Shared.Wire.Http;

/// <summary>Sends a request, and turns the answer into a value or an exception. Only this folder sends with an <see cref="HttpClient"/>.</summary>
internal sealed partial class WireHttp : IDisposable
{
    private const long MaxBodyBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);
    private static readonly object Nothing = JsonElement.Parse("null");

    private readonly Type _owner;
    private readonly WireHttp? _lender;
    private readonly Connections _connections;
    private readonly RequestMessageBuilder _messages;
    private readonly Attempts _attempts;
    private readonly FailureTranslator _failures;
    private readonly KnownExtensions _known;
    private volatile bool _disposed;

    /// <param name="connections">The connections to send with.</param>
    /// <param name="settings">How to send.</param>
    /// <param name="owner">The public type that the caller holds and disposes.</param>
    /// <param name="lender">What the connections are borrowed from; null if they are not. If the lender is disposed, so is the borrower.</param>
    public WireHttp(Connections connections, WireSettings settings, Type owner, WireHttp? lender = null)
        : this(connections, settings, owner, lender, new())
    {
    }

    private WireHttp(Connections connections, WireSettings settings, Type owner, WireHttp? lender, KnownExtensions known)
    {
        (_owner, _lender, _known) = (owner, lender, known);
        _connections = connections;
        _messages = new(settings, connections);
        _attempts = new(settings, AttemptAsync);
        _failures = new(settings, connections);
        Settings = settings;
        Observer = new(settings.Dialect.Telemetry, settings.Log, settings.TimeProvider, text => settings.Redaction.Of(text), settings.ShowsContent);
    }

    public WireSettings Settings { get; }

    private bool IsDisposed => _disposed || _lender?.IsDisposed == true;

    /// <summary>Sends to another place on the same connections, for as long as they are there.</summary>
    public WireHttp To(WireSettings settings) => new(_connections.Borrowed(), settings, _owner, this);

    /// <summary>Sends to the same place in another way, on the same connections; what the server has announced is known to both.</summary>
    public WireHttp With(WireSettings settings) => new(_connections.Borrowed(), settings, _owner, this, _known);

    /// <summary>Whether the server is known to have announced an addition to the wire.</summary>
    public bool Announces(string extension) => _known.Extensions?.Contains(extension) == true;

    /// <summary>Whether the server announces an addition. If no answer has come from the server yet, the client asks it, for at most five seconds.</summary>
    public async Task<bool> AnnouncesAsync(string extension, ApiRequest probe, CancellationToken cancellationToken)
    {
        if (_known.Extensions is null)
        {
            using var limit = new CancellationTokenSource(ProbeLimit, Settings.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                using var _ = await SendAsync(probe, either.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is WireException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // A refusal announces additions too. Without an answer nothing is announced.
            }
        }

        return Announces(extension);
    }

    /// <summary>
    /// Makes sure that the server has announced an addition, before a request is sent that would do harm, or mean nothing, without it.
    /// If no answer has come from the server yet, the client asks it by a request that is free and safe.
    /// </summary>
    /// <exception cref="WireNotAnnouncedException">The server has not announced the addition.</exception>
    /// <exception cref="WireException">The server could not be asked.</exception>
    public async Task RequireAsync(string extension, string purpose, ApiRequest probe, CancellationToken cancellationToken)
    {
        if (_known.Extensions is null)
        {
            try
            {
                using var _ = await SendAsync(probe, cancellationToken).ConfigureAwait(false);
            }
            catch (WireApiException) when (_known.Extensions is not null)
            {
                // A refusal announces additions too, and the request itself will be refused again.
            }
        }

        if (!Announces(extension))
        {
            throw new WireNotAnnouncedException(
                $"{purpose} needs the addition '{extension}' to the API, which the server at {Settings.BaseAddress.GetLeftPart(UriPartial.Authority)} has not announced "
                + $"({Settings.Dialect.ExtensionsHeader}). Nothing was sent.")
            {
                Extension = extension,
            };
        }
    }

    /// <summary>
    /// How long a server may be silent: the budget of the options. If the server promises no heartbeats, the time is at least as long as the caller
    /// allows for what the request starts.
    /// </summary>
    public TimeSpan SilenceAllowed(ApiRequest request, TimeSpan budget) =>
        request.MayTake is not { Time: var time } || (PromisesHeartbeats && !request.BrokeItsPromise) ? budget : SilenceBudget.For(time, budget);

    /// <summary>
    /// Whether silence means that something is broken. No single addition says so. But a server that announces all of the dialect's heartbeat
    /// additions sends its headers at once and a comment every 15 s; and if a quiet stream is taken for a dead connection there, the stream is
    /// simply resumed.
    /// </summary>
    public bool PromisesHeartbeats => Settings.Dialect.HeartbeatExtensions is { Count: > 0 } promise && promise.All(Announces);

    /// <summary>
    /// Sends a request and reads its JSON answer. An answer whose shape is not documented, and which therefore is read as a <see cref="JsonElement"/>,
    /// may also have no body, except in answer to a GET. It is JSON null then: the change was made, and must not look like a failure.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="type">The type of the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="method">The public method.</param>
    public Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        ObserveAsync(request, type, static (http, request, type, token) => http.ReadAsync(request, type, token), cancellationToken, method);

    private async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (body.Length == 0 && request.Method != HttpMethod.Get && Nothing is T nothing)
        {
            return nothing;
        }

        try
        {
            return WireJson.Read(body, type);
        }
        catch (JsonException e)
        {
            var expected = WireJson.IsJson(body) ? $"the JSON of this call, because {e.Message.TrimEnd('.')}"
                : e.Path is null or "$" ? "JSON"
                : $"JSON, for it breaks at {e.Path}";
            throw _failures.NotTheApi(request, response, body, expected, e);
        }
    }

    /// <summary>Sends a request; the answer is a success. Its body is there already, unless it is a stream of events.</summary>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var call = new ApiCall(request, SilenceAllowed(request, Settings.ResponseTimeout));
        HttpResponseMessage response;
        try
        {
            response = await _attempts.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (_failures.Translate(call, e, cancellationToken) is { } failure)
        {
            // The exception may be that of the caller's own stream, and then its stack trace leads there.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        catch (Exception e) when (IsDisposed && e is OperationCanceledException or ObjectDisposedException)
        {
            // The connection pool ended or refused the call. The exception must name the client, which is the object that the caller disposed.
            ThrowIfDisposed();
            throw;
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw _failures.Refused(call, response, await BodyOf(request, response, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>The body of an answer. The headers of an answer to HEAD may tell a length, but there is no body to make room for.</summary>
    public static async Task<byte[]> BodyOf(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Head ? [] : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a stream; the answer is a success and says that it carries what the request wants.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (CarriesStream(request, response))
        {
            return response;
        }

        using (response)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            throw _failures.NotTheApi(request, response, body, request.WantsEvents ? "a stream of events" : $"a stream of {request.StreamType}", null);
        }
    }

    /// <summary>Sends a request whose answer is no JSON of a type, and reads the answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">What the answer has to be, for messages.</param>
    /// <param name="read">Reads the media type and the body. It throws a <see cref="FormatException"/> if the answer is something else.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="method">The public method.</param>
    public Task<T> SendAsync<T>(
        ApiRequest request, string expected, Func<string?, byte[], T> read, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        ObserveAsync(request, (expected, read), static (http, request, given, token) => http.ReadAsync(request, given.expected, given.read, token), cancellationToken, method);

    private async Task<T> ReadAsync<T>(ApiRequest request, string expected, Func<string?, byte[], T> read, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return read(response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (FormatException e)
        {
            throw _failures.NotTheApi(request, response, body, expected, e);
        }
    }

    /// <summary>The exception for a failure that was told inside a stream, where the status says nothing.</summary>
    public WireApiException FailedInStream(ApiRequest request, HttpResponseMessage response, ErrorBody error) => _failures.FailedInStream(request, response, error);

    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, _owner);

    public void Dispose()
    {
        _disposed = true;
        _connections.Dispose();
    }

    private async Task<HttpResponseMessage> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        call.Attempts++;
        call.Request.Trace?.Attempts();
        using var deadline = new AttemptDeadline(call.ResponseTimeout, Settings.TimeProvider, cancellationToken);
        try
        {
            return Settings.KeyProvider is null || call.Request.WithoutKey
                ? await AttemptAsync(call, deadline).ConfigureAwait(false)
                : await AttemptWithAskedKeyAsync(call, deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.HasPassed && !cancellationToken.IsCancellationRequested && (e is OperationCanceledException || call.Request.Upload is not null))
        {
            throw deadline.Rejection(e);
        }
    }

    private async Task<HttpResponseMessage> AttemptWithAskedKeyAsync(ApiCall call, AttemptDeadline deadline)
    {
        var keys = new AskedKey(Settings);
        var key = await keys.ForAsync(call.Request, deadline).ConfigureAwait(false);
        var response = await AttemptAsync(call, deadline, key).ConfigureAwait(false);
        // The key may have been exchanged while the request was on its way. A service that refuses the key has done nothing.
        if (response.StatusCode != HttpStatusCode.Unauthorized || !RepeatRules.MayRepeatWithAnotherKey(call, Settings)
            || await keys.ForAfterRefusalAsync(call.Request, key, deadline).ConfigureAwait(false) is not { } newer)
        {
            return response;
        }

        response.Dispose();
        call.Attempts++;
        call.ChangedKey = true;
        return await AttemptAsync(call, deadline, newer).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> AttemptAsync(ApiCall call, AttemptDeadline deadline, AuthenticationHeaderValue? key = null)
    {
        using var message = _messages.Build(call.Request, deadline, key);
        var asked = message.RequestUri!;
        var response = await _connections.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
        call.Request.Trace?.Answered((int)response.StatusCode);
        // This check comes before all others, because nothing that another address answers may be used.
        HandlerFaults.ThrowIfElsewhere(call.Request, asked, message, response, Settings);
        _known.Extensions = ServerExtensions.Of(response, Settings.Dialect.ExtensionsHeader, _known.Extensions);
        if (call.Request.Method == HttpMethod.Head || (response.IsSuccessStatusCode && CarriesStream(call.Request, response)))
        {
            return response;
        }

        // Read the body inside the attempt: its timeout and its retries cover all of the answer.
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBodyBytes, deadline.Token).ConfigureAwait(false);
            return response;
        }
        catch (Exception e)
        {
            using (response)
            {
                if (e is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
                {
                    throw _failures.TooLarge(call.Request, response, MaxBodyBytes, e);
                }

                throw;
            }
        }
    }

    private static bool CarriesStream(ApiRequest request, HttpResponseMessage response) =>
        request.StreamType is not null && string.Equals(response.Content.Headers.ContentType?.MediaType, request.StreamType, StringComparison.OrdinalIgnoreCase);
}
