using System.Buffers;
using Google.Protobuf;
using Shared.Connect;
using Shared.Connect.Messages;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

/// <summary>Writes to the input of a process, through one request that lasts as long as the stream. A write waits while the service does not take more.</summary>
internal sealed class ProcessInputStream : Stream
{
    // The service may refuse large frames.
    private const int LargestPiece = 32 * 1024;

    private readonly PayloadCodec _codec;
    private readonly BytesPath _path;
    private readonly PipedBody _body;
    private readonly FrameBuffer _frames = new();
    private readonly CancellationTokenSource _left;
    private readonly Task _answer;
    private Exception? _told;
    private bool _isClosed;

    public ProcessInputStream(ProcessCalls calls, ProcessSelector process, bool hasTerminal, CancellationToken left)
    {
        _codec = ProcessCalls.CodecOf(calls.Codec);
        _path = hasTerminal ? ProcessMessages.PtyInput : ProcessMessages.Stdin;
        _body = new(_codec.StreamType);
        _left = CancellationTokenSource.CreateLinkedTokenSource(left);
        _frames.Write(_codec, ProcessMessages.StreamInputRequest, new() { Start = new() { Process = process } });
        _answer = calls.SendAsync("StreamInput", _body, ProcessMessages.StreamInputResponse, _left.Token);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => !_isClosed;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The message field of an input.</summary>
    public static ProcessInput InputOf(ReadOnlyMemory<byte> bytes, bool hasTerminal)
    {
        var input = UnsafeByteOperations.UnsafeWrap(bytes);
        return hasTerminal ? new() { Pty = input } : new() { Stdin = input };
    }

    /// <exception cref="AgentComputerException">The service takes no more: it answered, or the connection broke.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        for (var rest = buffer; !rest.IsEmpty; rest = rest[Math.Min(LargestPiece, rest.Length)..])
        {
            _frames.Write(_codec, _path, rest.Span[..Math.Min(LargestPiece, rest.Length)]);
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken).AsTask();

    // What was written has left already.
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Use WriteAsync: a write waits for the process.");

    /// <summary>Ends the request, and waits for its answer.</summary>
    /// <exception cref="AgentComputerException">The service did not take everything, and no write has said so.</exception>
    public override async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            if (_told is null)
            {
                await SendAsync(CancellationToken.None).ConfigureAwait(false);
                await _body.Writer.CompleteAsync().ConfigureAwait(false);
                await _answer.ConfigureAwait(false);
            }
        }
        finally
        {
            await _left.CancelAsync().ConfigureAwait(false);
            await _body.Writer.CompleteAsync().ConfigureAwait(false);
            await _answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _left.Dispose();
            _frames.Dispose();
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends the frames that wait, and waits until there is room for more.</summary>
    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_told is not null)
        {
            throw _told;
        }

        _body.Writer.Write(_frames.Written.Span);
        _frames.Clear();
        var room = _body.Writer.FlushAsync(cancellationToken).AsTask();
        if (!room.IsCompleted)
        {
            // If the request ends, nobody makes room any more.
            await Task.WhenAny(room, _answer).ConfigureAwait(false);
        }

        if (_answer.IsCompleted || (await room.ConfigureAwait(false)).IsCompleted)
        {
            await FailAsync().ConfigureAwait(false);
        }
    }

    private async Task FailAsync()
    {
        try
        {
            await _answer.ConfigureAwait(false);
            throw new AgentComputerStreamInterruptedException("The service ended the input of the process before everything was written. The process may have ended.");
        }
        catch (Exception e)
        {
            _told = e;
            throw;
        }
    }
}
