using System.Text;

namespace Testing.Wire;

/// <summary>A network in memory whose other end answers each request with literal bytes and hangs up; broken HTTP too.</summary>
internal sealed class LiteralNetwork : IDisposable
{
    /// <param name="answer">Given the request line, tells what comes back.</param>
    public LiteralNetwork(Func<string, string> answer) => Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new Connection(answer)),
    });

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();

    private sealed class Connection(Func<string, string> answer) : Stream
    {
        private readonly StringBuilder _request = new();
        private MemoryStream? _answer;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _request.Append(Encoding.Latin1.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // The client reads ahead, before it has written its request.
            if (buffer.Length == 0 || _request.Length == 0)
            {
                return new(ReadLaterAsync(buffer, cancellationToken));
            }

            _answer ??= new(Encoding.UTF8.GetBytes(answer(_request.ToString().Split("\r\n")[0])));
            return _answer.ReadAsync(buffer, cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        private async Task<int> ReadLaterAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            while (_request.Length == 0)
            {
                await Task.Yield();
            }

            return buffer.Length == 0 ? 0 : await ReadAsync(buffer, cancellationToken);
        }
    }
}
