using System.Net.Sockets;
using System.Text;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>A request that is written as bytes, since no client would send it so.</summary>
internal sealed class RawRequest : IDisposable
{
    private readonly TcpClient _connection = new();

    public static async Task<RawRequest> SendAsync(Uri address, string text)
    {
        var request = new RawRequest();
        await request._connection.ConnectAsync(address.Host, address.Port);
        await request.WriteAsync(text);
        return request;
    }

    public ValueTask WriteAsync(string text) => _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>The first line of the answer, which comes while the request goes on.</summary>
    public async Task<string> ReadStatusLineAsync()
    {
        using var reader = new StreamReader(_connection.GetStream(), Encoding.ASCII, leaveOpen: true);
        return await reader.ReadLineAsync().Soon() ?? "";
    }

    public void Dispose() => _connection.Dispose();
}
