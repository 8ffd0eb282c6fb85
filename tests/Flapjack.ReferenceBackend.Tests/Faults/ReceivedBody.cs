using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Faults;

/// <summary>What arrived of a body, and how it ended.</summary>
internal sealed record ReceivedBody(byte[] Bytes, Exception? Failure)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public static async Task<ReceivedBody> ReadAsync(HttpResponseMessage response)
    {
        var received = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync();
        var failure = await Record.ExceptionAsync(() => body.CopyToAsync(received).WaitAsync(FaultyBackend.Patience));
        return new(received.ToArray(), failure);
    }
}
