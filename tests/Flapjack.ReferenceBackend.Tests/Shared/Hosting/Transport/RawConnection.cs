using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

/// <summary>HTTP by hand.</summary>
internal static class RawConnection
{
    public static Task SendAsync(this Stream connection, string text) => connection.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    public static async Task<string> ReadToEndAsync(this Stream connection)
    {
        using var reader = new StreamReader(connection, Encoding.ASCII, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
