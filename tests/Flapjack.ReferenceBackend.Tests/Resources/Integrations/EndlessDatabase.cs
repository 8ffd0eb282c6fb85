using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A server that speaks as PostgreSQL does, and answers the first query with rows without end.</summary>
internal sealed class EndlessDatabase : IAsyncDisposable
{
    // The settings of the transaction.
    private const int Commands = 6;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _serving;

    public EndlessDatabase()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Uri => $"postgres://reader:secret@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/shop?sslmode=disable";

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
            }
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var buffer = new byte[64 * 1024];
        await stream.ReadAtLeastAsync(buffer, 1, cancellationToken: _ended.Token);
        await stream.WriteAsync(
            (byte[])[
                .. Message('R', [0, 0, 0, 0]), .. Message('S', "server_version\u000015.0\0"u8), .. Message('S', "client_encoding\0UTF8\0"u8),
                .. Message('S', "standard_conforming_strings\0on\0"u8), .. Message('K', new byte[8]), .. Message('Z', "I"u8),
            ],
            _ended.Token);
        await stream.ReadAtLeastAsync(buffer, 1, cancellationToken: _ended.Token);
        // The client forgets what an earlier user of the connection has set, before it begins.
        await stream.WriteAsync((byte[])[.. Message('C', "DISCARD ALL\0"u8), .. Message('Z', "I"u8), .. Message('C', "BEGIN\0"u8), .. Message('Z', "T"u8)], _ended.Token);
        for (var command = 0; command < Commands; command++)
        {
            await stream.WriteAsync((byte[])[.. Message('1', []), .. Message('2', []), .. Message('n', []), .. Message('C', "SET\0"u8)], _ended.Token);
        }

        await stream.WriteAsync((byte[])[.. Message('1', []), .. Message('2', []), .. Message('T', [0, 5, .. Column(25), .. Column(25), .. Column(25), .. Column(25), .. Column(23)])], _ended.Token);
        var row = Message('D', [0, 5, .. Text(new('x', 1_000)), .. Text("t"), .. Text("c"), .. Text("text"), 0, 0, 0, 4, 0, 0, 0, 1]);
        byte[] rows = [.. Enumerable.Repeat(row, 50).SelectMany(bytes => bytes)];
        while (true)
        {
            await stream.WriteAsync(rows, _ended.Token);
        }
    }

    // The name, no table, and the type in the binary format.
    private static byte[] Column(byte type) => [(byte)'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, type, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1];

    private static byte[] Text(string text) => [.. Number(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Message(char type, ReadOnlySpan<byte> content) => [(byte)type, .. Number(content.Length + 4), .. content];

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
