using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Shared.Connect;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>Makes the calls of <c>process.Process</c>: a message out, and a message or a stream of messages in.</summary>
/// <param name="sessions">The sessions, of which each call uses the current one.</param>
/// <param name="codec">How messages are written.</param>
internal sealed class ProcessCalls(ExecSessions sessions, ProcessCodec codec) : IAsyncDisposable
{
    // The service sends a sign of life after so many seconds of silence.
    private const string PingSeconds = "30";

    private static readonly KeyValuePair<string, string> Version = new("Connect-Protocol-Version", "1");

    public ProcessCodec Codec => codec;

    public TimeProvider Clock => sessions.Clock;

    private PayloadCodec Payloads => CodecOf(codec);

    public static PayloadCodec CodecOf(ProcessCodec codec) => codec == ProcessCodec.Protobuf ? PayloadCodec.Protobuf : PayloadCodec.Json;

    /// <summary>Makes a call whose answer is one message.</summary>
    public Task<TAnswer> CallAsync<TMessage, TAnswer>(
        string method,
        MessageKind<TMessage> kind,
        TMessage message,
        MessageKind<TAnswer> answer,
        RetryRule retry,
        CancellationToken cancellationToken,
        ProcessAddition? addition = null,
        [CallerMemberName] string caller = "")
        where TMessage : class, IMessage<TMessage>, new()
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        var request = RequestWith(method, kind, message, retry) with { Headers = [Version, .. AskFor(addition)] };
        return WithSessionAsync(
            http => http.SendAsync(request, $"a message of {Payloads.UnaryType}", (type, bytes) => Read(answer, type, bytes), cancellationToken, caller), addition, cancellationToken);
    }

    /// <summary>Makes a call whose answer is a stream of messages.</summary>
    public async Task<FrameStream> OpenAsync<TMessage>(
        string method,
        MessageKind<TMessage> kind,
        TMessage message,
        RetryRule retry,
        CancellationToken cancellationToken,
        TimeSpan? timeLimit = null,
        ProcessAddition? addition = null)
        where TMessage : class, IMessage<TMessage>, new()
    {
        using var frame = new FrameBuffer();
        frame.Write(Payloads, kind, message);
        var request = RequestTo(method, retry) with
        {
            Bytes = new(frame.Written.ToArray(), Payloads.StreamType),
            StreamType = Payloads.StreamType,
            Headers = [Version, new("Keepalive-Ping-Interval", PingSeconds), .. timeLimit is { } limit ? LimitOf(limit) : [], .. AskFor(addition)],
        };
        return await WithSessionAsync(http => FrameStream.OpenAsync(http, request, Payloads, cancellationToken), addition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a call whose messages are written while it goes on, and whose answer is one message.</summary>
    public async Task SendAsync<TAnswer>(string method, PipedBody body, MessageKind<TAnswer> answer, CancellationToken cancellationToken)
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        var session = await sessions.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var request = RequestTo(method, RetryRule.IfNotConnected) with { Piped = body, StreamType = Payloads.StreamType };
        var stream = await FrameStream.OpenAsync(session.Http, request, Payloads, cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            stream.Read(answer);
        }
    }

    public ValueTask DisposeAsync() => sessions.DisposeAsync();

    private static ApiRequest RequestTo(string method, RetryRule retry) => new(HttpMethod.Post, $"/process.Process/{method}", retry) { Headers = [Version] };

    private static KeyValuePair<string, string>[] AskFor(ProcessAddition? addition) => addition is null ? [] : [new(addition.Header, "1")];

    private static KeyValuePair<string, string>[] LimitOf(TimeSpan limit) =>
        [new("Connect-Timeout-Ms", Math.Max(1, (long)Math.Ceiling(limit.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture))];

    private static T Read<T>(MessageKind<T> kind, string? mediaType, byte[] body) where T : class, IMessage<T>, new()
    {
        if (PayloadCodec.OfUnary(mediaType) is not { } payloads)
        {
            throw new FormatException("The media type is another.");
        }

        try
        {
            return payloads.Read(kind, body);
        }
        catch (BadMessageException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private ApiRequest RequestWith<TMessage>(string method, MessageKind<TMessage> kind, TMessage message, RetryRule retry)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var body = new ArrayBufferWriter<byte>();
        Payloads.Write(kind, message, body);
        return RequestTo(method, retry) with { Bytes = new(body.WrittenSpan.ToArray(), Payloads.UnaryType) };
    }

    /// <summary>Makes a call in the current session. If the service does not know the session any more, it did nothing, and the call is made in the next.</summary>
    private async Task<T> WithSessionAsync<T>(Func<WireHttp, Task<T>> call, ProcessAddition? addition, CancellationToken cancellationToken)
    {
        var session = await sessions.CurrentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await CallAsync(session.Http).ConfigureAwait(false);
        }
        catch (AgentComputerAuthenticationException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            session = await sessions.RenewAsync(session, cancellationToken).ConfigureAwait(false);
        }

        return await CallAsync(session.Http).ConfigureAwait(false);

        async Task<T> CallAsync(WireHttp http)
        {
            if (addition is not null)
            {
                // A list is free and safe.
                var probe = RequestWith("List", ProcessMessages.ListRequest, new(), RetryRule.IfTransient);
                await http.RequireAsync(addition.Name, addition.Purpose, probe, cancellationToken).ConfigureAwait(false);
            }

            return await call(http).ConfigureAwait(false);
        }
    }
}
