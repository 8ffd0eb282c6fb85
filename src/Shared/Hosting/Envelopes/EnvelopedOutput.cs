using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Envelopes;

/// <summary>The output of a connection. A head that Kestrel writes by itself gets a body, the envelope of a refusal; all other bytes pass.</summary>
/// <param name="inner">Where the connection's bytes go.</param>
/// <param name="envelope">Makes the body of an error answer from a refusal and the status of the answer.</param>
/// <param name="limits">Kestrel's limits, for the texts.</param>
internal sealed class EnvelopedOutput(PipeWriter inner, Func<Refusal, int, JsonObject> envelope, KestrelServerLimits limits) : PipeWriter
{
    // More than the head of such an answer takes, so that the head always comes in one piece.
    private const int RoomForHead = 1024;

    private Memory<byte> _memory;
    private bool _isAdvanced;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        _isAdvanced = false;
        return _memory = inner.GetMemory(Math.Max(sizeHint, RoomForHead));
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (Enveloped(_memory.Span[..bytes]) is { } whole)
        {
            // Nothing was advanced yet, so this overwrites the head.
            inner.Write(whole);
        }
        else
        {
            inner.Advance(bytes);
        }

        _memory = _memory[bytes..];
        _isAdvanced = true;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_isAdvanced)
        {
            // Behind a flush the memory is the pipe's again. A quiet connection that still pointed to it would keep the whole array.
            _memory = default;
        }

        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    /// <summary>The whole answer for a head that Kestrel wrote by itself; null for all other bytes.</summary>
    internal byte[]? Enveloped(ReadOnlySpan<byte> written)
    {
        // Every answer of the middleware has a request id. No body looks like such a head: bodies are JSON, or frames behind a length.
        if (!written.StartsWith("HTTP/1.1 4"u8) && !written.StartsWith("HTTP/1.1 5"u8)
            || !written.EndsWith("\r\n\r\n"u8)
            || written.IndexOf("\r\nContent-Length: 0\r\n"u8) < 0
            || written.IndexOf("\r\nX-Request-Id: "u8) >= 0)
        {
            return null;
        }

        var head = Encoding.Latin1.GetString(written);
        var status = int.Parse(head.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
        var body = HttpContextJson.ToBytes(envelope(new(RefusalKind.Protocol, code: null, DetailOf(status)), status));
        var length = $"\r\nContent-Type: {HttpContextJson.ContentType}\r\nContent-Length: {body.Length}\r\n";
        return [.. Encoding.Latin1.GetBytes(head.Replace("\r\nContent-Length: 0\r\n", length, StringComparison.Ordinal)), .. body];
    }

    private string DetailOf(int status) => status switch
    {
        400 => "The bytes are no request of HTTP/1.1: the request line, a header or the framing of the body is malformed.",
        408 => "The request did not arrive completely in time.",
        411 => "The request has a body, but does not tell its length.",
        413 => $"The body is larger than {limits.MaxRequestBodySize} bytes.",
        414 => $"The request line is longer than {limits.MaxRequestLineSize} bytes.",
        431 => $"The headers are too large: at most {limits.MaxRequestHeaderCount} of them, and {limits.MaxRequestHeadersTotalSize} bytes together.",
        505 => "This backend speaks HTTP/1.1.",
        _ => $"The request was refused before it was read: {ReasonPhrases.GetReasonPhrase(status)}.",
    };
}
